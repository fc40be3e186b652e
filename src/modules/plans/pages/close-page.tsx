import {
  DraftInput,
  type Draft,
  type DraftFields,
  finishDraft,
  openDraft,
  readDraft,
  readFields,
  saveDraft,
  saveForLater,
  textOf,
} from '#platform/drafts'
import { type Answer, page, redirect, refused, route, type Visit } from '#platform/http'
import {
  keptForLater,
  keptOnAPastDay,
  keptTexts,
  notOnAPastDay,
  sentDraft,
  writeRecord,
} from '#platform/register-pages'
import {
  Button,
  ButtonGroup,
  Checkboxes,
  type Content,
  DataTable,
  errorOf,
  type FieldError,
  Form,
  HiddenInput,
  PageHeading,
  TextArea,
} from '#ui'
import { z } from 'zod'
import { type ActionState, actionsOf, countActions, type PlanState } from '../plan-store.ts'
import { openPlan, planFrame, planHref, planTitle, shownPlan } from '../steps/asked-plan.ts'
import { actionsList } from './four-ps-panel.tsx'
import { mayChangePlan, planPages } from './may-change-plan.ts'
import { actionWhen, actionWho, dayShown, PartLink } from './plan-words.tsx'
import { shownParts } from './shown-parts.ts'

const common = {
  path: '/plans/:reference/close',
  area: 'page',
  permission: 'record.write',
  params: z.object({ reference: z.string() }),
} as const

const showForm = route({
  ...common,
  method: 'GET',
  event: 'plan-close-form.viewed',
  summary: 'Close a plan: exit criteria, learning and debrief',
  handle: async (visit, { params }) => {
    if (visit.asAt.when === 'past') return notOnAPastDay()
    const found = await planToClose(visit, params.reference)
    if ('answer' in found) return found.answer
    const { state } = found
    const standing = Object.fromEntries(names.map(name => [name, String(state.values[name] ?? '')]))
    const asked = visit.query['draft']
    const kept = typeof asked === 'string' ? await readDraft(visit.tx, asked) : undefined
    const opening = openingOf(state)
    if (kept?.kind === opening.kind && kept.subject === opening.subject) {
      if (kept.doneHref !== undefined) return redirect(kept.doneHref)
      return formPage(visit, { state, draft: kept, typed: { ...standing, ...keptTexts(kept.fields) }, errors: [] })
    }
    return formPage(visit, { state, draft: await openDraft(visit, opening), typed: standing, errors: [] })
  },
})

const takeForm = route({
  ...common,
  method: 'POST',
  event: 'plan.closed',
  summary: 'Keep that a plan is closed: from then on it stays as it stood',
  // On a past day it is refused here, once what was typed is safe.
  whilePast: true,
  body: z.unknown(),
  handle: async (visit, { params, body }) => {
    const sent = readFields(body)
    const found = await planToClose(visit, params.reference)
    if ('answer' in found) return answerOf(visit, sent, found.answer)
    const { state } = found
    const draft = await sentDraft(visit, sent, openingOf(state))
    if (draft.doneHref !== undefined) return redirect(draft.doneHref, { event: 'plan.sent-again' })
    await saveDraft(visit.tx, draft.id, sent)
    if (visit.asAt.when === 'past') return keptOnAPastDay(draft)
    if (textOf(sent, '_save') === 'later') return keptForLater(visit)
    return closePlan(visit, state, draft, sent)
  },
})

export const closeRoutes = [showForm, takeForm]

const names = ['exitCriteria', 'learning', 'debrief'] as const
const questions = {
  exitCriteria: ['Exit criteria', 'What had to be reached before it is closed, and which of it was'],
  learning: ['Learning', 'What others should do, or not do again. If there was nothing to learn, say so'],
  debrief: ['Debrief', 'Who talked it over, when, and what they said of the exit criteria'],
} as const
const mostCharacters = 4000

interface CloseForm {
  readonly state: PlanState
  readonly draft: Draft
  readonly typed: Readonly<Record<string, string>>
  readonly errors: readonly FieldError[]
}

async function planToClose(
  visit: Visit,
  reference: string,
): Promise<{ readonly state: PlanState } | { readonly answer: Answer }> {
  const found = await openPlan(visit, reference)
  if ('answer' in found) return found
  const { state } = found.subject
  // On a past day a form that came in is kept before it is refused.
  if (visit.asAt.when === 'past' || (await mayChangePlan(visit, state))) return { state }
  const says = `${String(state.values.organisation)} records this plan. Ask them to close it.`
  return { answer: refused({ status: 403, title: 'Its organisation closes it', says, shown: shownPlan(state) }) }
}

/** Closed by somebody else meanwhile, say: what was typed waits among the drafts. */
async function answerOf(visit: Visit, sent: DraftFields, answer: Answer): Promise<Answer> {
  const draft = await readDraft(visit.tx, textOf(sent, '_draft'))
  if (draft?.doneHref !== undefined) return redirect(draft.doneHref, { event: 'plan.sent-again' })
  await saveDraft(visit.tx, textOf(sent, '_draft'), sent)
  return answer
}

async function closePlan(visit: Visit, state: PlanState, draft: Draft, sent: DraftFields): Promise<Answer> {
  const typed = Object.fromEntries(names.map(name => [name, textOf(sent, name)]))
  const keep = textOf(sent, 'keep')
  const open = await openActions(visit, state)
  const errors = await problemsOf(typed, open.total, keep)
  const form = { state, draft, typed: { ...typed, keep }, errors }
  if (errors.length > 0) return formPage(visit, form)
  const values = { ...Object.fromEntries(names.map(name => [name, clean(typed[name] ?? '')])), status: 'Closed' }
  const { reference } = state
  const outcome = await writeRecord(visit, planPages, { reference, expected: textOf(sent, '_version'), values })
  if (outcome.kind === 'recorded' || outcome.kind === 'unchanged') {
    await finishDraft(visit.tx, draft.id, planHref(reference))
    visit.memory.set('done', 'Plan closed. It stays as it stood')
    return redirect(planHref(reference), { shown: shownPlan(state), details: { fields: [...names, 'status'] } })
  }
  return formPage(visit, { ...form, errors: errorsFrom(outcome) })
}

function errorsFrom(outcome: Awaited<ReturnType<typeof writeRecord>>): readonly FieldError[] {
  if (outcome.kind === 'problems') return outcome.problems.map(({ field, problem }) => ({ field, text: problem }))
  if (outcome.kind !== 'changed-meanwhile') return [{ text: 'It could not be closed. Try again' }]
  return [{ text: 'Somebody changed the plan while you were typing. Look at it again, then close it' }]
}

function clean(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\u0000', '\uFFFD').toWellFormed().normalize('NFC').trim()
}

async function problemsOf(
  typed: Readonly<Record<string, string>>,
  open: number,
  keep: string,
): Promise<readonly FieldError[]> {
  const asks = {
    exitCriteria: 'Enter the exit criteria, and which of them were met',
    learning: 'Enter what others can learn from it, if only that nothing was',
    debrief: 'Enter who talked it over, and when',
  }
  const texts = names.flatMap(name => {
    const text = clean(typed[name] ?? '')
    if (text === '') return [{ field: name, text: asks[name] }]
    const isLong = Array.from(text).length > mostCharacters
    return isLong ? [{ field: name, text: `${questions[name][0]} must be ${mostCharacters} characters or fewer` }] : []
  })
  if (open === 0 || keep === 'yes') return texts
  return [...texts, { field: 'keep', text: 'Say that the open actions stay open, or end them first' }]
}

const mostShown = 20

async function openActions(visit: Visit, { reference }: PlanState) {
  const counts = await countActions(visit.tx, reference, { when: 'now' }, dayShown(visit))
  const actions = await actionsOf(visit.tx, reference, { when: 'now' }, { status: 'Open', limit: mostShown })
  return { total: counts.reduce((sum, { open }) => sum + open, 0), actions: actions.slice(0, mostShown) }
}

async function formPage(visit: Visit, { state, draft, typed, errors }: CloseForm): Promise<Answer> {
  const open = await openActions(visit, state)
  return page({
    ...planFrame(visit, state, 'Close'),
    errors,
    status: errors.length > 0 ? 400 : 200,
    shown: [shownPlan(state), ...shownParts([], open.actions)],
    body: (
      <>
        <PageHeading caption={`Close plan ${state.reference}`} title={planTitle(state)} />
        <p class="govuk-body">
          A closed plan stays as it stood, with its aims and actions. Nobody changes it again. Another plan can then be
          opened against the threat.
        </p>
        <Form action={planHref(state.reference, '/close')} csrfToken={visit.csrfToken}>
          {names.map(name => (
            <TextArea
              name={name}
              label={questions[name][0]}
              hint={questions[name][1]}
              rows={4}
              maxLength={mostCharacters}
              value={typed[name]}
              error={errorOf(errors, name)}
            />
          ))}
          {open.total === 0 ? null : (
            <OpenActions visit={visit} state={state} open={open} kept={typed['keep'] === 'yes'} errors={errors} />
          )}
          <HiddenInput name="_version" value={state.version} />
          <DraftInput draft={draft} />
          <ButtonGroup>
            <Button text="Close the plan" />
            <Button {...saveForLater} />
            <a class="govuk-link" href={planHref(state.reference)}>
              Cancel
            </a>
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}

interface OpenActionsProps {
  readonly visit: Visit
  readonly state: PlanState
  readonly open: { readonly total: number; readonly actions: readonly ActionState[] }
  readonly kept: boolean
  readonly errors: readonly FieldError[]
}

function OpenActions({ visit, state, open, kept, errors }: OpenActionsProps): Content {
  return (
    <>
      <DataTable
        caption={`Open actions: ${open.total}`}
        columns={[
          { key: 'text', label: 'Action', wide: true },
          { key: 'who', label: 'Who' },
          { key: 'when', label: 'Due', keepTogether: true },
        ]}
        rows={open.actions.map(action => ({
          text: <PartLink visit={visit} state={action} register="plan-actions" />,
          who: actionWho(action),
          when: actionWhen(action, dayShown(visit)),
        }))}
      />
      {open.total > open.actions.length ? (
        <p class="govuk-body">
          <a class="govuk-link" href={actionsList(visit, state.reference)}>
            See all in the list
          </a>
        </p>
      ) : null}
      <Checkboxes
        name="keep"
        label="What becomes of the open actions?"
        hint="To end one, open it and say that it is done or dropped, before the plan is closed."
        choices={[{ value: 'yes', text: 'They stay open in the closed plan: nobody will work on them' }]}
        values={kept ? ['yes'] : []}
        error={errorOf(errors, 'keep')}
      />
    </>
  )
}

function openingOf({ reference }: PlanState) {
  return {
    kind: 'plans.close',
    subject: reference,
    address: planHref(reference, '/close'),
    title: `Closing plan ${reference}`,
  }
}
