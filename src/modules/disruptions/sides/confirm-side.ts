import { londonToday } from '#platform/clock'
import {
  type Draft,
  type DraftFields,
  finishDraft,
  listDrafts,
  openDraft,
  readDraft,
  readFields,
  saveDraft,
  textOf,
} from '#platform/drafts'
import { cleanText } from '#platform/files'
import { oneValue } from '#platform/forms'
import { type Answer, redirect, type Route, route, type Visit } from '#platform/http'
import {
  errorsOf,
  keptForLater,
  keptOnAPastDay,
  notOnAPastDay,
  sentDraft,
  withheldHandlings,
  writeRecord,
} from '#platform/register-pages'
import type { FieldError } from '#ui'
import { z } from 'zod'
import { disruptionPages } from '../disruption-pages.ts'
import { readThreat } from '../recording/first-answers.ts'
import { recordingOrganisations } from '../recording/other-organisations-store.ts'
import { threatOffers } from '../recording/threat-question.tsx'
import { askedSide, type AskedSide, isSideId } from './lead-of-side.ts'
import { answeredMeanwhile } from './name-supporters-page.tsx'
import { readSide, sideBeginning } from './side-answers.ts'
import { sidePage } from './side-page.tsx'
import { holdSide, ownSupportsOf, takeStep } from './side-store.ts'

const common = {
  path: '/disruption-sides/:id',
  area: 'page',
  permission: 'record.write',
  params: z.object({ id: z.string() }),
} as const

/** An organisation that was named as a supporter confirms its side by recording it, or declines with a reason. */
export const sideRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'GET',
    event: 'disruption-side.viewed',
    summary: 'Confirm or decline your organisation’s side of a disruption',
    handle: (visit, { params }) => showSide(visit, params.id),
  }),
  route({
    ...common,
    method: 'POST',
    event: 'disruption-side.confirmed',
    summary: 'Record your organisation’s side of a disruption',
    // On a past day it is refused by the handler, once what was typed is safe.
    whilePast: true,
    body: z.unknown(),
    handle: (visit, { params, body }) => takeSide(visit, params.id, readFields(body)),
  }),
  route({
    ...common,
    path: '/disruption-sides/:id/decline',
    method: 'POST',
    event: 'disruption-side.declined',
    summary: 'Decline your organisation’s side of a disruption, with a reason',
    body: z.object({ reason: oneValue }),
    handle: (visit, { params, body }) => declineSide(visit, params.id, body.reason),
  }),
]

function openingOf(id: string, reference: string) {
  return {
    kind: 'disruptions.side',
    subject: id,
    address: `/disruption-sides/${id}`,
    title: `Your side of ${reference}`,
  }
}

async function showSide(visit: Visit, id: string): Promise<Answer> {
  if (visit.asAt.when === 'past') return notOnAPastDay()
  const asked = await askedSide(visit, id)
  if ('answer' in asked) return (await finished(visit)) ?? asked.answer
  const opening = openingOf(id, asked.side.eventReference)
  const [begun] = await listDrafts(visit.tx, { kind: opening.kind, subject: id })
  const draft = begun ?? (await openDraft(visit, opening))
  return formPage(visit, draft, asked, { ...sideBeginning(asked), ...draft.fields }, [])
}

/** Whoever comes back to a draft that was finished is led to what came of it. */
async function finished(visit: Visit): Promise<Answer | undefined> {
  const asked = visit.query['draft']
  const draft = typeof asked === 'string' ? await readDraft(visit.tx, asked) : undefined
  return draft?.doneHref === undefined ? undefined : redirect(draft.doneHref)
}

async function takeSide(visit: Visit, id: string, sent: DraftFields): Promise<Answer> {
  if (isSideId(id)) await holdSide(visit.tx, Number(id))
  const asked = await askedSide(visit, id)
  const draft = await sentDraft(visit, sent, openingOf(id, 'answer' in asked ? '' : asked.side.eventReference))
  if (draft.doneHref !== undefined) return redirect(draft.doneHref, { event: 'disruption-side.sent-again' })
  if ('answer' in asked) return asked.answer
  await saveDraft(visit.tx, draft.id, sent)
  if (visit.asAt.when === 'past') return keptOnAPastDay(draft)
  if (textOf(sent, '_save') === 'later') return keptForLater(visit)
  const existing = textOf(sent, 'existing')
  return existing === '' ? recordSide(visit, draft, asked, sent) : confirmWith(visit, draft, asked, existing)
}

async function recordSide(visit: Visit, draft: Draft, asked: AskedSide, sent: DraftFields): Promise<Answer> {
  const { side } = asked
  const organisations = await recordingOrganisations(visit.tx, visit.actor, londonToday(visit.present))
  const read = readSide(visit, sent, asked, organisations)
  const threat = await threatOf(visit, asked, sent)
  const errors = [...threat.errors, ...read.errors]
  if (threat.reference === undefined || errors.length > 0) return formPage(visit, draft, asked, sent, errors)
  const outcome = await writeRecord(visit, disruptionPages, {
    values: { ...read.values, threatReference: threat.reference },
    handling: read.handling,
  })
  if (outcome.kind !== 'recorded') {
    return formPage(visit, draft, asked, sent, errorsOf(disruptionPages, outcome))
  }
  return confirmed(visit, draft, side.id, outcome.state.reference)
}

/** By the lead's record where that may be seen; else the one that the supporting organisation selects. */
async function threatOf(visit: Visit, { lead }: AskedSide, sent: DraftFields) {
  if (lead !== undefined) return { reference: String(lead.values['threatReference']), errors: [] }
  const { threat, errors } = await readThreat(visit, sent)
  return { reference: threat?.reference, errors }
}

async function confirmWith(visit: Visit, draft: Draft, { side }: AskedSide, existing: string): Promise<Answer> {
  const own = await ownSupportsOf(visit.tx, side.eventReference)
  const { personId } = visit.actor
  const isTaken =
    own.includes(existing) &&
    (await takeStep(visit.tx, { sideId: side.id, step: 'Confirmed', personId, supportReference: existing }))
  return isTaken ? confirmed(visit, draft, side.id, existing) : answeredMeanwhile()
}

async function confirmed(visit: Visit, draft: Draft, sideId: number, reference: string): Promise<Answer> {
  const href = `/disruptions/${encodeURIComponent(reference)}`
  await finishDraft(visit.tx, draft.id, href)
  visit.memory.set('done', 'Your side is confirmed')
  return redirect(href, { shown: { register: 'disruptions', references: [reference] }, details: { side: sideId } })
}

async function declineSide(visit: Visit, id: string, typed: string): Promise<Answer> {
  const asked = await askedSide(visit, id)
  if ('answer' in asked) return asked.answer
  const reason = cleanText(typed.replaceAll('\r\n', '\n').trim(), { max: 1000 })
  const problem =
    typed.trim() === '' ? 'Enter why you decline' : reason.ok ? undefined : `Why you decline: ${reason.problem}`
  if (!reason.ok || problem !== undefined) {
    const draft = await openDraft(visit, openingOf(id, asked.side.eventReference))
    const fields = { ...sideBeginning(asked), reason: typed }
    return formPage(visit, draft, asked, fields, [{ field: 'reason', text: problem ?? 'Enter why you decline' }])
  }
  const { personId } = visit.actor
  const isTaken = await takeStep(visit.tx, { sideId: asked.side.id, step: 'Declined', personId, reason: reason.value })
  if (!isTaken) return answeredMeanwhile()
  visit.memory.set('done', 'Declined. The lead sees your reason')
  return redirect('/work', {
    shown: { register: 'disruptions', references: [asked.side.eventReference] },
    details: { side: asked.side.id },
  })
}

async function formPage(
  visit: Visit,
  draft: Draft,
  asked: AskedSide,
  fields: DraftFields,
  errors: readonly FieldError[],
): Promise<Answer> {
  const read = asked.lead === undefined ? await readThreat(visit, fields) : undefined
  const offers = read && (await threatOffers(visit, read.threat, read.found))
  const recorded = await ownSupportsOf(visit.tx, asked.side.eventReference)
  const withheld = await withheldHandlings(visit)
  return sidePage({ visit, draft, asked, offers, recorded, withheld, fields, errors })
}
