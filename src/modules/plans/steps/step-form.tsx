import {
  type Draft,
  type DraftFields,
  DraftInput,
  finishDraft,
  listDrafts,
  openDraft,
  readDraft,
  readFields,
  saveDraft,
  saveForLater,
  textOf,
} from '#platform/drafts'
import { type Answer, page, type PageAnswer, redirect, type Route, route, type Shown, type Visit } from '#platform/http'
import type { FieldProblem } from '#platform/record'
import { keptForLater, keptOnAPastDay, notOnAPastDay, sentDraft } from '#platform/register-pages'
import { Button, ButtonGroup, type Content, type FieldError, Form, PageHeading } from '#ui'
import { z } from 'zod'
import type { Found } from './asked-plan.ts'

/** A form that records one step: its address, whom it is for, what it asks and what it does. */
export interface StepForm<Subject> {
  /** With `:reference` in it. */
  readonly path: string
  readonly permission: string
  readonly viewed: { readonly event: string; readonly summary: string }
  readonly taken: { readonly event: string; readonly summary: string }
  /** What the step is on, if the actor may take it. */
  readonly find: (visit: Visit, reference: string) => Promise<Found<Subject>>
  readonly frame: (visit: Visit, subject: Subject) => Omit<PageAnswer, 'kind' | 'body'>
  readonly heading: (subject: Subject) => { readonly title: string; readonly caption: string }
  /** Its draft: one a person for each subject. */
  readonly draft: (subject: Subject) => { readonly kind: string; readonly subject: string; readonly title: string }
  readonly address: (subject: Subject) => string
  readonly backHref: (subject: Subject) => string
  readonly beginning?: (visit: Visit, subject: Subject) => DraftFields
  /** Above the form. */
  readonly before?: (visit: Visit, subject: Subject) => Promise<Content>
  readonly questions: (shown: ShownStep<Subject>) => Content
  readonly button: string
  /** Another way to send it, after its own button. */
  readonly otherButton?: (shown: ShownStep<Subject>) => Content
  /** Records what was sent, or says what is wrong with it. */
  readonly take: (visit: Visit, subject: Subject, fields: DraftFields) => Promise<StepOutcome>
}

export interface ShownStep<Subject> {
  readonly visit: Visit
  readonly subject: Subject
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
}

export type StepOutcome =
  | { readonly done: string; readonly to: string; readonly shown: Shown | readonly Shown[]; readonly details?: object }
  | { readonly problems: readonly FieldProblem[] }
  /** Shown again, with more to fill in. */
  | { readonly again: true }
  | { readonly answer: Answer }

/** The two routes of a step's form. What is typed is kept as a draft until it is recorded. */
export function stepRoutes<Subject>(form: StepForm<Subject>): readonly Route[] {
  const common = {
    path: form.path,
    area: 'page',
    permission: form.permission,
    params: z.object({ reference: z.string() }),
  } as const
  return [
    route({
      ...common,
      method: 'GET',
      ...form.viewed,
      handle: (visit, { params }) => showForm(form, visit, params.reference),
    }),
    route({
      ...common,
      method: 'POST',
      ...form.taken,
      // On a past day it is refused here, once what was typed is safe.
      whilePast: true,
      body: z.unknown(),
      handle: (visit, { params, body }) => takeForm(form, visit, params.reference, readFields(body)),
    }),
  ]
}

async function showForm<Subject>(form: StepForm<Subject>, visit: Visit, reference: string): Promise<Answer> {
  if (visit.asAt.when === 'past') return notOnAPastDay()
  const found = await form.find(visit, reference)
  if ('answer' in found) return (await alreadyDone(visit)) ?? found.answer
  const { subject } = found
  const opening = { ...form.draft(subject), address: form.address(subject) }
  const asked = visit.query['draft']
  const named = typeof asked === 'string' ? await readDraft(visit.tx, asked) : undefined
  const isOfThis = named?.kind === opening.kind && named.subject === opening.subject
  if (isOfThis && named.doneHref !== undefined) return redirect(named.doneHref)
  const [begun] = isOfThis ? [named] : await listDrafts(visit.tx, { kind: opening.kind, subject: opening.subject })
  const draft = begun ?? (await openDraft(visit, opening))
  return formPage(form, visit, draft, subject, { ...form.beginning?.(visit, subject), ...draft.fields }, [])
}

/** Whoever comes back to a draft that was finished is led to what came of it. */
async function alreadyDone(visit: Visit): Promise<Answer | undefined> {
  const asked = visit.query['draft']
  const draft = typeof asked === 'string' ? await readDraft(visit.tx, asked) : undefined
  return draft?.doneHref === undefined ? undefined : redirect(draft.doneHref)
}

async function takeForm<Subject>(
  form: StepForm<Subject>,
  visit: Visit,
  reference: string,
  sent: DraftFields,
): Promise<Answer> {
  const found = await form.find(visit, reference)
  if ('answer' in found) {
    const named = await readDraft(visit.tx, textOf(sent, '_draft'))
    if (named?.doneHref !== undefined) return redirect(named.doneHref, { event: sentAgain(form) })
    // Asked for a reason first, say: what was typed waits among the drafts.
    await saveDraft(visit.tx, textOf(sent, '_draft'), sent)
    return keeping(found.answer)
  }
  const { subject } = found
  const draft = await sentDraft(visit, sent, { ...form.draft(subject), address: form.address(subject) })
  if (draft.doneHref !== undefined) return redirect(draft.doneHref, { event: sentAgain(form) })
  await saveDraft(visit.tx, draft.id, sent)
  if (visit.asAt.when === 'past') return keptOnAPastDay(draft)
  if (textOf(sent, '_save') === 'later') return keptForLater(visit)
  const outcome = await form.take(visit, subject, sent)
  if ('answer' in outcome) return keeping(outcome.answer)
  if ('again' in outcome) return formPage(form, visit, draft, subject, sent, [])
  if ('problems' in outcome) return formPage(form, visit, draft, subject, sent, errorsOf(outcome.problems))
  await finishDraft(visit.tx, draft.id, outcome.to)
  visit.memory.set('done', outcome.done)
  return redirect(outcome.to, { shown: outcome.shown, details: { ...outcome.details } })
}

/** A refusal undoes all that was done. Told as a page it leaves what was typed among the drafts. */
function keeping(answer: Answer): Answer {
  if (answer.kind !== 'refused') return answer
  const { title, says, status, shown } = answer
  return page({
    title,
    status,
    ...(shown === undefined ? {} : { shown }),
    body: (
      <>
        <PageHeading title={title} />
        <p class="govuk-body">{says}</p>
        <p class="govuk-body">
          What you typed is kept among{' '}
          <a href="/drafts" class="govuk-link">
            your drafts
          </a>
          .
        </p>
      </>
    ),
  })
}

function errorsOf(problems: readonly FieldProblem[]): readonly FieldError[] {
  return problems.map(({ field, problem }) => ({ field, text: problem }))
}

async function formPage<Subject>(
  form: StepForm<Subject>,
  visit: Visit,
  draft: Draft,
  subject: Subject,
  fields: DraftFields,
  errors: readonly FieldError[],
): Promise<Answer> {
  const before = await form.before?.(visit, subject)
  const shown = { visit, subject, fields, errors }
  return page({
    ...form.frame(visit, subject),
    errors,
    status: errors.length > 0 ? 400 : 200,
    body: (
      <>
        <PageHeading {...form.heading(subject)} />
        {before}
        <Form action={form.address(subject)} csrfToken={visit.csrfToken}>
          {form.questions(shown)}
          <DraftInput draft={draft} />
          <ButtonGroup>
            <Button text={form.button} />
            {form.otherButton?.(shown)}
            <Button {...saveForLater} />
            <a class="govuk-link" href={form.backHref(subject)}>
              Cancel
            </a>
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}

function sentAgain<Subject>({ taken }: StepForm<Subject>): string {
  return `${taken.event.split('.')[0]}.sent-again`
}
