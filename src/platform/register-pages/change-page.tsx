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
import { type ChoicesByField, readTyped, type Typed, typedOf } from '#platform/forms'
import { type Answer, page, redirect, type Route, route, type Visit } from '#platform/http'
import type { RecordOutcome, RecordState } from '#platform/record'
import { type FieldError, PageHeading } from '#ui'
import { askedOnChange } from './asked-fields.ts'
import { conflictPage, isResolved, resolvedFields } from './conflict-page.tsx'
import { formChoices } from './form-choices.ts'
import { errorsOf } from './form-errors.ts'
import { LookAlikesNotice, unseenLookAlikes } from './look-alikes.tsx'
import { RecordForm } from './record-form.tsx'
import { aNoun, capital, recordFrame, recordNotFound, shownRecord, titleOf } from './record-view.ts'
import { frozenAnswer } from './new-place.ts'
import type { LookAlike, RegisterPages } from './register-pages.ts'
import { keptForLater, keptOnAPastDay, keptTexts, sentDraft } from './sent-draft.tsx'
import { writeRecord } from './write-record.ts'
import { inErrorFirst, notOnAPastDay, ownRecord, partAddress } from './write-view.ts'

/** The form of a change of a record. */
export function changeRoutes(pages: RegisterPages): readonly Route[] {
  const { record, writes } = pages
  if (writes === undefined) return []
  const common = {
    path: `/${record.register}/:reference/change`,
    area: 'page',
    permission: writes.permission,
    params: z.object({ reference: z.string() }),
  } as const
  return [
    route({
      ...common,
      method: 'GET',
      event: `${record.noun}-form.viewed`,
      summary: `Change ${aNoun(record)}`,
      handle: (visit, { params }) => showForm(pages, visit, params.reference),
    }),
    route({
      ...common,
      method: 'POST',
      event: `${record.noun}.changed`,
      summary: `Keep a change of ${aNoun(record)}`,
      // On a past day it is refused here, once what was typed is safe.
      whilePast: true,
      body: z.unknown(),
      handle: (visit, { params, body }) => takeForm(pages, visit, params.reference, readFields(body)),
    }),
  ]
}

interface ChangeForm {
  readonly state: RecordState
  readonly version: string
  readonly draft: Draft
  readonly typed: Typed
  readonly choices: ChoicesByField
  readonly errors?: readonly FieldError[]
  readonly drafts?: readonly Draft[]
  readonly alike?: readonly LookAlike[]
}

async function showForm(pages: RegisterPages, visit: Visit, reference: string): Promise<Answer> {
  if (visit.asAt.when === 'past') return notOnAPastDay()
  const own = await ownRecord(pages, visit, reference)
  if ('answer' in own) return own.answer
  const { state } = own
  const closed = await closedAnswer(pages, visit, state)
  if (closed !== undefined) return closed
  const choices = await formChoices(visit, pages, state)
  const standing = typedOf(pages.record, askedOnChange(pages), state.values, choices)
  const opening = openingOf(pages, state)
  const asked = visit.query['draft']
  const kept = typeof asked === 'string' ? await readDraft(visit.tx, asked) : undefined
  if (kept?.kind === opening.kind && kept.subject === opening.subject) {
    if (kept.doneHref !== undefined) return redirect(kept.doneHref)
    const version = textOf(kept.fields, '_version') || state.version
    return formPage(pages, visit, {
      state,
      version,
      draft: kept,
      choices,
      typed: { ...standing, ...keptTexts(kept.fields) },
    })
  }
  const drafts = await listDrafts(visit.tx, { kind: opening.kind, subject: opening.subject })
  const draft = await openDraft(visit, opening)
  return formPage(pages, visit, { state, version: state.version, draft, choices, typed: standing, drafts })
}

/** What is answered of a record that was recorded in error, or is not changed any more. */
async function closedAnswer(pages: RegisterPages, visit: Visit, state: RecordState): Promise<Answer | undefined> {
  if (state.inError !== undefined) return inErrorFirst(pages, state)
  const frozen = await pages.writes?.frozen?.(visit, state.values, 'change')
  return frozen === undefined ? undefined : frozenAnswer(pages.record, state, frozen)
}

async function takeForm(pages: RegisterPages, visit: Visit, reference: string, sent: DraftFields): Promise<Answer> {
  const own = await ownRecord(pages, visit, reference)
  if ('answer' in own) {
    // Asked for a reason first, say: what was typed waits among the drafts.
    await saveDraft(visit.tx, textOf(sent, '_draft'), sent)
    return own.answer
  }
  const { state } = own
  if (textOf(sent, '_version') === '') return redirect(partAddress(pages, state.reference, '/change'))
  const draft = await sentDraft(visit, sent, openingOf(pages, state))
  if (draft.doneHref !== undefined) return redirect(draft.doneHref, { event: `${pages.record.noun}.sent-again` })
  await saveDraft(visit.tx, draft.id, isResolved(sent) ? { ...sent, _version: textOf(sent, '_began') } : sent)
  if (visit.asAt.when === 'past') return keptOnAPastDay(draft)
  if (textOf(sent, '_save') === 'later') return keptForLater(visit)
  return recordChange(pages, visit, { state, draft, sent, choices: await formChoices(visit, pages, state) })
}

interface SentChange extends Pick<ChangeForm, 'state' | 'draft' | 'choices'> {
  readonly sent: DraftFields
}

/** Records what was sent; or shows again, with what stands in its way, what was typed. */
async function recordChange(pages: RegisterPages, visit: Visit, change: SentChange): Promise<Answer> {
  const { state, draft, sent, choices } = change
  const read = (fields: DraftFields) => readTyped(pages.record, askedOnChange(pages), fields, { choices })
  const chosen = isResolved(sent) ? resolvedFields(pages, state, sent, choices) : { fields: sent, missing: [] }
  const { missing } = chosen
  if (missing.length > 0) {
    return conflictPage(pages, visit, { ...change, mine: read(sent), began: textOf(sent, '_began'), missing })
  }
  const version = textOf(sent, '_version')
  const mine = read(chosen.fields)
  const form = { state, version, draft, choices, typed: mine.typed }
  if (mine.errors.length > 0) return formPage(pages, visit, { ...form, errors: mine.errors })
  const alike = await newlyAlike(pages, visit, state, mine.values, textOf(sent, '_seen'))
  if (alike.length > 0) return formPage(pages, visit, { ...form, alike })
  const { reference } = state
  const outcome = await writeRecord(visit, pages, { reference, expected: version, values: mine.values })
  if (outcome.kind !== 'changed-meanwhile') return answerTo(pages, visit, outcome, form)
  return conflictPage(pages, visit, { ...change, state: outcome.state, mine, began: version, missing: [] })
}

/** A name that stays as it was is no news. */
async function newlyAlike(
  pages: RegisterPages,
  visit: Visit,
  state: RecordState,
  values: RecordState['values'],
  seen: string,
): Promise<readonly LookAlike[]> {
  const field = pages.lookAlikes?.field
  if (field === undefined || values[field] === state.values[field]) return []
  const asked = { answer: String(values[field] ?? ''), except: state.reference, seen: seen.split(' ') }
  return unseenLookAlikes(pages, visit, asked)
}

async function answerTo(pages: RegisterPages, visit: Visit, outcome: RecordOutcome, form: ChangeForm): Promise<Answer> {
  const { record } = pages
  if (outcome.kind === 'not-there') return recordNotFound(record, form.state.reference)
  if (outcome.kind !== 'recorded' && outcome.kind !== 'unchanged') {
    return formPage(pages, visit, { ...form, errors: errorsOf(pages, outcome) })
  }
  const href = partAddress(pages, outcome.state.reference)
  await finishDraft(visit.tx, form.draft.id, href)
  const isChanged = outcome.kind === 'recorded'
  visit.memory.set('done', isChanged ? `${capital(record.noun)} changed` : 'Nothing was changed: it says so already')
  const names = pages.writes?.fields ?? []
  const changed = names.filter(name => outcome.state.values[name] !== form.state.values[name])
  return redirect(href, { shown: shownRecord(record, outcome.state), details: { fields: changed } })
}

async function formPage(pages: RegisterPages, visit: Visit, form: ChangeForm): Promise<Answer> {
  const { record } = pages
  const { state, errors = [], alike = [], drafts = [], version } = form
  const address = partAddress(pages, state.reference)
  return page({
    ...recordFrame(record, visit, state, 'Change'),
    errors,
    status: errors.length > 0 ? 400 : alike.length > 0 ? 409 : 200,
    shown: [shownRecord(record, state), { register: record.register, references: alike.map(one => one.reference) }],
    body: (
      <>
        {alike.length > 0 ? <LookAlikesNotice pages={pages} found={alike} /> : null}
        <PageHeading caption={`Change ${state.reference}`} title={titleOf(record, state)} />
        <DraftsNotice drafts={drafts} />
        <RecordForm
          pages={pages}
          visit={visit}
          draft={form.draft}
          typed={form.typed}
          choices={form.choices}
          errors={errors}
          action={`${address}/change`}
          submit={alike.length > 0 ? 'Record it anyway' : 'Record the change'}
          cancelHref={address}
          changes={{ reference: state.reference, version }}
          seen={alike.map(one => one.reference)}
          names={askedOnChange(pages)}
          besideForm={await pages.writes?.besideForm?.(visit, { state, asked: {} })}
        />
      </>
    ),
  })
}

function openingOf(pages: RegisterPages, { reference }: RecordState) {
  const { register, noun } = pages.record
  return {
    kind: `${register}.change`,
    subject: reference,
    address: partAddress(pages, reference, '/change'),
    title: `Change to ${noun} ${reference}`,
  }
}
