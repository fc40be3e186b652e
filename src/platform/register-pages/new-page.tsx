import { z } from 'zod'
import {
  type Draft,
  type DraftFields,
  DraftsNotice,
  finishDraft,
  listDrafts,
  openDraft,
  readDraft,
  readFields,
  saveDraft,
  textOf,
} from '#platform/drafts'
import { type ChoicesByField, readHandling, readTyped, type Typed, typedOf } from '#platform/forms'
import { type Answer, page, redirect, type Route, route, type Visit } from '#platform/http'
import type { FieldValue, RecordOutcome } from '#platform/record'
import { type Content, type FieldError, PageHeading } from '#ui'
import { errorsOf } from './form-errors.ts'
import { formChoices } from './form-choices.ts'
import { LookAlikesNotice, lookAlikesRoute, unseenLookAlikes } from './look-alikes.tsx'
import { RecordForm } from './record-form.tsx'
import { capital, listName, shownRecord } from './record-view.ts'
import type { LookAlike, RegisterPages } from './register-pages.ts'
import { keptForLater, keptOnAPastDay, keptTexts, sentDraft } from './sent-draft.tsx'
import { notOnAPastDay, partAddress } from './write-view.ts'
import { writeRecord } from './write-record.ts'

/** The form of a new record, and what scripts ask while it is filled in. */
export function newRoutes(pages: RegisterPages): readonly Route[] {
  const { record, writes } = pages
  if (writes === undefined || writes.ownNewPage) return []
  const common = { path: newAddress(pages), area: 'page', permission: writes.permission } as const
  return [
    route({
      ...common,
      method: 'GET',
      event: `${record.noun}-form.viewed`,
      summary: `Record a ${record.noun}`,
      handle: visit => showForm(pages, visit),
    }),
    route({
      ...common,
      method: 'POST',
      event: `${record.noun}.recorded`,
      summary: `Keep a new ${record.noun}`,
      // On a past day it is refused here, once what was typed is safe.
      whilePast: true,
      body: z.unknown(),
      handle: (visit, { body }) => takeForm(pages, visit, readFields(body)),
    }),
    ...(pages.lookAlikes === undefined ? [] : [lookAlikesRoute(pages)]),
  ]
}

interface NewForm {
  readonly draft: Draft
  readonly typed: Typed
  readonly choices: ChoicesByField
  readonly errors?: readonly FieldError[]
  /** Of the person's, for the same form. */
  readonly drafts?: readonly Draft[]
  readonly alike?: readonly LookAlike[]
}

async function showForm(pages: RegisterPages, visit: Visit): Promise<Answer> {
  if (visit.asAt.when === 'past') return notOnAPastDay()
  const choices = await formChoices(visit, pages, undefined)
  const asked = visit.query['draft']
  const kept = typeof asked === 'string' ? await readDraft(visit.tx, asked) : undefined
  if (kept?.kind === kindOf(pages)) {
    if (kept.doneHref !== undefined) return redirect(kept.doneHref)
    return formPage(pages, visit, {
      draft: kept,
      typed: { ...beginning(pages, visit, choices), ...keptTexts(kept.fields) },
      choices,
    })
  }
  const drafts = await listDrafts(visit.tx, { kind: kindOf(pages) })
  const draft = await openDraft(visit, openingOf(pages))
  return formPage(pages, visit, { draft, typed: beginning(pages, visit, choices), choices, drafts })
}

async function takeForm(pages: RegisterPages, visit: Visit, sent: DraftFields): Promise<Answer> {
  const draft = await sentDraft(visit, sent, openingOf(pages))
  if (draft.doneHref !== undefined) return redirect(draft.doneHref, { event: `${pages.record.noun}.sent-again` })
  await saveDraft(visit.tx, draft.id, sent)
  if (visit.asAt.when === 'past') return keptOnAPastDay(draft)
  if (textOf(sent, '_save') === 'later') return keptForLater(visit)
  const choices = await formChoices(visit, pages, undefined)
  const read = readTyped(pages.record, pages.writes?.fields ?? [], sent, { choices })
  const handling = readHandling(textOf(sent, 'handling'))
  const form = { draft, choices, typed: { ...read.typed, handling: textOf(sent, 'handling') } }
  const errors = [...read.errors, ...(handling === undefined ? [{ field: 'handling', text: 'Select a handling' }] : [])]
  if (errors.length > 0 || handling === undefined) return formPage(pages, visit, { ...form, errors })
  const alike = await unseenLookAlikes(pages, visit, {
    answer: answerAlike(pages, sent),
    seen: textOf(sent, '_seen').split(' '),
  })
  if (alike.length > 0) return formPage(pages, visit, { ...form, alike })
  const outcome = await writeRecord(visit, pages, { values: read.values, handling })
  return answerTo(pages, visit, outcome, form)
}

async function answerTo(pages: RegisterPages, visit: Visit, outcome: RecordOutcome, form: NewForm): Promise<Answer> {
  if (outcome.kind !== 'recorded') return formPage(pages, visit, { ...form, errors: errorsOf(pages, outcome) })
  const href = partAddress(pages, outcome.state.reference)
  await finishDraft(visit.tx, form.draft.id, href)
  visit.memory.set('done', `${capital(pages.record.noun)} recorded`)
  return redirect(href, { shown: shownRecord(pages.record, outcome.state) })
}

function formPage(pages: RegisterPages, visit: Visit, form: NewForm): Answer {
  const { record } = pages
  const { errors = [], drafts = [], alike = [] } = form
  const title = `Record a ${record.noun}`
  return page({
    title,
    errors,
    status: errors.length > 0 ? 400 : alike.length > 0 ? 409 : 200,
    breadcrumbs: [{ text: listName(record), href: `/${record.register}` }],
    shown: { register: record.register, references: alike.map(one => one.reference) },
    body: <NewBody pages={pages} visit={visit} form={{ ...form, errors, drafts, alike }} title={title} />,
  })
}

interface NewBodyProps {
  readonly pages: RegisterPages
  readonly visit: Visit
  readonly form: Required<NewForm>
  readonly title: string
}

function NewBody({ pages, visit, form, title }: NewBodyProps): Content {
  const { alike } = form
  return (
    <>
      {alike.length > 0 ? <LookAlikesNotice pages={pages} found={alike} /> : null}
      <PageHeading title={title} />
      <DraftsNotice drafts={form.drafts} />
      <RecordForm
        pages={pages}
        visit={visit}
        {...form}
        action={newAddress(pages)}
        submit={alike.length > 0 ? 'Record it anyway' : title}
        cancelHref={`/${pages.record.register}`}
        seen={alike.map(one => one.reference)}
      />
    </>
  )
}

/** What stands in the form before anyone types: what a new record has otherwise, the person's own organisation, Region. */
function beginning(pages: RegisterPages, visit: Visit, choices: ChoicesByField): Typed {
  const { record, writes } = pages
  const own = choices[record.ownerField]?.some(choice => choice.value === visit.actor.organisation)
  const values: Readonly<Record<string, FieldValue | undefined>> = {
    ...(own ? { [record.ownerField]: visit.actor.organisation } : {}),
    ...writes?.otherwise?.(visit, {}),
  }
  return { ...typedOf(record, writes?.fields ?? [], values, choices), handling: 'Region' }
}

function answerAlike({ lookAlikes }: RegisterPages, sent: DraftFields): string {
  return lookAlikes === undefined ? '' : textOf(sent, lookAlikes.field)
}

function newAddress({ record }: RegisterPages): string {
  return `/${record.register}/new`
}

function kindOf({ record }: RegisterPages): string {
  return `${record.register}.new`
}

function openingOf(pages: RegisterPages) {
  return { kind: kindOf(pages), address: newAddress(pages), title: `New ${pages.record.noun}` }
}
