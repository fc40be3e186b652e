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
import type { FieldValue, RecordOutcome, RecordState } from '#platform/record'
import { type Content, type FieldError, PageHeading } from '#ui'
import { errorsOf } from './form-errors.ts'
import { askedWhenNew } from './asked-fields.ts'
import { formChoices } from './form-choices.ts'
import { LookAlikesNotice, lookAlikesRoute, unseenLookAlikes } from './look-alikes.tsx'
import { newPlace, type NewPlace } from './new-place.ts'
import { RecordForm } from './record-form.tsx'
import { aNoun, capital, listName, recordFrame, shownRecord, titleOf } from './record-view.ts'
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
      summary: `Record ${aNoun(record)}`,
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
  readonly place: NewPlace
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
  const place = await newPlace(pages, visit)
  if ('answer' in place) return place.answer
  const choices = await formChoices(visit, pages, undefined, place.asked)
  const typed = await beginning(pages, visit, place, choices)
  const asked = visit.query['draft']
  const kept = typeof asked === 'string' ? await readDraft(visit.tx, asked) : undefined
  if (kept?.kind === kindOf(pages)) {
    if (kept.doneHref !== undefined) return redirect(kept.doneHref)
    return formPage(pages, visit, {
      place,
      draft: kept,
      typed: { ...typed, ...keptTexts(kept.fields) },
      choices,
    })
  }
  const opening = openingOf(pages, place)
  const { address: _, title: __, ...sameForm } = opening
  const drafts = await listDrafts(visit.tx, sameForm)
  const draft = await openDraft(visit, opening)
  return formPage(pages, visit, { place, draft, typed, choices, drafts })
}

async function takeForm(pages: RegisterPages, visit: Visit, sent: DraftFields): Promise<Answer> {
  const place = await newPlace(pages, visit)
  if ('answer' in place) {
    // Closed meanwhile, say: what was typed waits among the drafts.
    await saveDraft(visit.tx, textOf(sent, '_draft'), sent)
    return place.answer
  }
  const draft = await sentDraft(visit, sent, openingOf(pages, place))
  if (draft.doneHref !== undefined) return redirect(draft.doneHref, { event: `${pages.record.noun}.sent-again` })
  await saveDraft(visit.tx, draft.id, sent)
  if (visit.asAt.when === 'past') return keptOnAPastDay(draft)
  if (textOf(sent, '_save') === 'later') return keptForLater(visit)
  return recordSent(pages, visit, place, draft, sent)
}

async function recordSent(
  pages: RegisterPages,
  visit: Visit,
  place: NewPlace,
  draft: Draft,
  sent: DraftFields,
): Promise<Answer> {
  const choices = await formChoices(visit, pages, undefined, place.asked)
  const read = readTyped(pages.record, askedWhenNew(pages, place.whole?.state.reference), sent, { choices })
  const handling = readHandling(textOf(sent, 'handling'))
  const isPart = pages.record.within !== undefined
  const form = { place, draft, choices, typed: { ...read.typed, handling: textOf(sent, 'handling') } }
  const unhandled = handling === undefined && !isPart ? [{ field: 'handling', text: 'Select a handling' }] : []
  const errors = [...read.errors, ...unhandled]
  if (errors.length > 0) return formPage(pages, visit, { ...form, errors })
  const alike = await unseenLookAlikes(pages, visit, {
    answer: answerAlike(pages, sent),
    seen: textOf(sent, '_seen').split(' '),
  })
  if (alike.length > 0) return formPage(pages, visit, { ...form, alike })
  const outcome = await writeRecord(visit, pages, { values: { ...read.values, ...ofWhole(pages, place) }, handling })
  return answerTo(pages, visit, outcome, form)
}

async function answerTo(pages: RegisterPages, visit: Visit, outcome: RecordOutcome, form: NewForm): Promise<Answer> {
  if (outcome.kind !== 'recorded') return formPage(pages, visit, { ...form, errors: errorsOf(pages, outcome) })
  const href = wayOn(pages, visit, outcome.state)
  await finishDraft(visit.tx, form.draft.id, href)
  visit.memory.set('done', `${capital(pages.record.noun)} recorded`)
  return redirect(href, { shown: shownRecord(pages.record, outcome.state) })
}

/** The whole that the address named: nobody is asked for it. */
function ofWhole({ record: { within } }: RegisterPages, { whole }: NewPlace): Readonly<Record<string, FieldValue>> {
  return within === undefined || whole === undefined ? {} : { [within.field]: whole.state.reference }
}

/** Whoever recorded a part goes on with its whole. */
function wayOn(pages: RegisterPages, visit: Visit, state: RecordState): string {
  const { within } = pages.record
  const whole = within && visit.house.registers.get(within.register)
  return whole?.href(String(state.values[within?.field ?? ''])) ?? partAddress(pages, state.reference)
}

async function formPage(pages: RegisterPages, visit: Visit, form: NewForm): Promise<Answer> {
  const { record } = pages
  const { errors = [], drafts = [], alike = [] } = form
  const { whole, asked } = form.place
  const beside = await pages.writes?.besideForm?.(visit, { state: undefined, asked })
  const title = `Record ${aNoun(record)}`
  return page({
    title,
    errors,
    status: errors.length > 0 ? 400 : alike.length > 0 ? 409 : 200,
    ...(whole === undefined
      ? { breadcrumbs: [{ text: listName(record), href: `/${record.register}` }] }
      : recordFrame(whole.record, visit, whole.state, title)),
    shown: [
      { register: record.register, references: alike.map(one => one.reference) },
      ...(whole === undefined ? [] : [shownRecord(whole.record, whole.state)]),
    ],
    body: (
      <NewBody pages={pages} visit={visit} form={{ ...form, errors, drafts, alike }} title={title} beside={beside} />
    ),
  })
}

interface NewBodyProps {
  readonly pages: RegisterPages
  readonly visit: Visit
  readonly form: Required<NewForm>
  readonly title: string
  readonly beside: Content
}

function NewBody({ pages, visit, form, title, beside }: NewBodyProps): Content {
  const { alike, place } = form
  const { whole } = place
  return (
    <>
      {alike.length > 0 ? <LookAlikesNotice pages={pages} found={alike} /> : null}
      <PageHeading title={title} caption={whole && `${whole.state.reference}, ${titleOf(whole.record, whole.state)}`} />
      <DraftsNotice drafts={form.drafts} />
      <RecordForm
        pages={pages}
        visit={visit}
        {...form}
        action={place.address}
        names={askedWhenNew(pages, whole?.state.reference)}
        besideForm={beside}
        submit={alike.length > 0 ? 'Record it anyway' : title}
        cancelHref={whole === undefined ? `/${pages.record.register}` : partAddress(whole, whole.state.reference)}
        seen={alike.map(one => one.reference)}
      />
    </>
  )
}

/** What stands in the form before anyone types: what a new record has otherwise, the person's own organisation, Region. */
async function beginning(
  pages: RegisterPages,
  visit: Visit,
  { asked }: NewPlace,
  choices: ChoicesByField,
): Promise<Typed> {
  const { record, writes } = pages
  const begun = await writes?.begins?.values(visit, asked)
  const own = choices[record.ownerField]?.some(choice => choice.value === visit.actor.organisation)
  const values: Readonly<Record<string, FieldValue | undefined>> = {
    ...(own ? { [record.ownerField]: visit.actor.organisation } : {}),
    ...(await writes?.otherwise?.(visit, {})),
    ...begun?.values,
  }
  return { ...typedOf(record, writes?.fields ?? [], values, choices), handling: begun?.handling ?? 'Region' }
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

function openingOf(pages: RegisterPages, { address, whole }: NewPlace) {
  const subject = whole === undefined ? {} : { subject: whole.state.reference }
  return { kind: kindOf(pages), address, title: `New ${pages.record.noun}`, ...subject } as const
}
