import { referenceChoices } from '#modules/reference'
import { threat } from '#modules/threats'
import { londonToday } from '#platform/clock'
import type { Visit } from '#platform/http'
import { fieldsOf, type FieldValue, type RecordState, type RecordValues, readRecord } from '#platform/record'
import { anotherValue } from '#platform/forms'
import { type RegisterWrites, visibleReferences } from '#platform/register-pages'
import type { Choice } from '#ui'
import { actionPart } from './against-plans/plan-part.ts'
import { planProblems } from './against-plans/plan-problems.ts'
import { disruption, supportedOnALead } from './disruption.ts'
import { resultNames } from './results.ts'
import { sideOf, takeStep, waitingSides } from './sides/side-store.ts'

type Name = keyof typeof disruption.fields
interface Problem {
  readonly field: Name
  readonly problem: string
}

/** How a disruption is recorded and changed, by people and by programs. Recording standards flag; they refuse nothing. */
export const disruptionWrites: RegisterWrites<Name> = {
  permission: 'record.write',
  ownNewPage: true,
  fields: [
    'threatReference',
    'title',
    'details',
    'recordDate',
    'tactic',
    'fourP',
    'assessmentCategory',
    ...resultNames,
    'disruptionType',
    'supportedOrganisation',
    'eventReference',
    'leadOrganisation',
    'planAction',
    'aim',
  ],
  beside: [
    ...resultNames,
    'disruptionType',
    'supportedOrganisation',
    'eventReference',
    'leadOrganisation',
    'planAction',
    'aim',
  ],
  otherwise: async (visit, stated) => ({
    disruptionType: 'Lead Disruption',
    leadOrganisation: visit.actor.organisation,
    arrests: 0,
    cashSeizedPence: 0,
    ...Object.fromEntries(
      fieldsOf(disruption)
        .filter(([, field]) => field.optional)
        .map(([name]) => [name, null]),
    ),
    aim: await aimOfAction(visit, stated.planAction),
  }),
  choices: async (visit, field, current) => (field === 'tactic' ? tacticChoices(visit, current) : undefined),
  checks: async (visit, values, before) => [
    ...dayProblems(visit, values),
    ...sideProblems(values, before),
    ...(await threatProblems(visit, values, before)),
    ...(await eventProblems(visit, values, before)),
    ...(await planProblems(visit, values, before)),
  ],
  recorded: confirmOwnSide,
}

/** Tactics of the reference list that are on it today; another is kept as it is typed. */
export async function tacticChoices(visit: Visit, current?: string): Promise<readonly Choice[]> {
  const listed = await referenceChoices(visit.tx, 'tactics', londonToday(visit.present), current)
  // Without their meanings: they are many, and what each is for stands in the list itself.
  return [...listed.map(({ value, text }) => ({ value, text })), { value: anotherValue, text: 'Another' }]
}

/** The aim follows from the action that was named, where that is for one. */
async function aimOfAction(visit: Visit, action: FieldValue | undefined): Promise<string | null> {
  if (typeof action !== 'string') return null
  return (await actionPart(visit.tx, action))?.aim ?? null
}

function dayProblems(visit: Visit, values: RecordValues<Name>): readonly Problem[] {
  const day = values.recordDate
  if (typeof day !== 'string' || day <= londonToday(visit.present)) return []
  return [{ field: 'recordDate', problem: 'Record date must be today or before: the day of the event' }]
}

function sideProblems(values: RecordValues<Name>, before: RecordState<Name> | undefined): readonly Problem[] {
  if (values.disruptionType === 'Support Disruption') return supportProblems(values, before)
  const supported = supportedOnALead(values)
  const names = values.eventReference !== null && values.eventReference !== before?.values.eventReference
  return [
    ...(supported === undefined ? [] : [{ field: 'supportedOrganisation', problem: supported } as const]),
    ...(names
      ? [
          {
            field: 'eventReference',
            problem: 'A lead disruption is the event itself. Leave the reference empty',
          } as const,
        ]
      : []),
  ]
}

const namesNobody: Problem = {
  field: 'supportedOrganisation',
  problem: 'Select the organisation that was supported: the one that led',
}

/** A file need not say whom a support supported, so one that came without may be changed without. */
function supportProblems(values: RecordValues<Name>, before: RecordState<Name> | undefined): readonly Problem[] {
  const supported = values.supportedOrganisation
  if (supported === null && before?.values.disruptionType === 'Support Disruption') {
    return before.values.supportedOrganisation === null ? [] : [namesNobody]
  }
  if (supported === null) {
    return [namesNobody]
  }
  if (supported !== values.leadOrganisation) return []
  return [{ field: 'supportedOrganisation', problem: 'Select another organisation: yours can’t support itself' }]
}

/** The same words for a threat that is not there and for one that may not be seen. One that was recorded before is let be. */
async function threatProblems(
  visit: Visit,
  values: RecordValues<Name>,
  before: RecordState<Name> | undefined,
): Promise<readonly Problem[]> {
  const reference = values.threatReference
  if (typeof reference !== 'string' || reference === before?.values.threatReference) return []
  const visible = await visibleReferences(visit.tx, threat, [reference], { asAt: { when: 'now' } })
  if (visible.has(reference) || (await isThreatOfEvent(visit, values))) return []
  return [{ field: 'threatReference', problem: 'There is no threat of that reference that you may see. Check it' }]
}

/** A supporter who may see the lead's record reads its threat's reference there, and may name it though the threat is hidden. */
async function isThreatOfEvent(
  visit: Visit,
  { eventReference, threatReference }: RecordValues<Name>,
): Promise<boolean> {
  if (typeof eventReference !== 'string') return false
  const event = await readRecord(visit.tx, disruption, eventReference, { asAt: { when: 'now' } })
  return event?.values.threatReference === threatReference
}

/** An event that may be seen must be a lead's; one that may not, one whose lead named the organisation as its supporter. */
async function eventProblems(
  visit: Visit,
  values: RecordValues<Name>,
  before: RecordState<Name> | undefined,
): Promise<readonly Problem[]> {
  const reference = values.eventReference
  if (typeof reference !== 'string' || values.disruptionType !== 'Support Disruption') return []
  if (reference === before?.values.eventReference) return []
  const event = await readRecord(visit.tx, disruption, reference, { asAt: { when: 'now' } })
  if (event?.values.disruptionType === 'Lead Disruption') return []
  const waiting = event === undefined && (await waitingSides(visit.tx)).some(side => side.eventReference === reference)
  if (waiting) return []
  return [
    { field: 'eventReference', problem: 'There is no lead disruption of that reference that you may see. Check it' },
  ]
}

/** Whoever records the support of an event for which their organisation was named has confirmed its side. */
async function confirmOwnSide(visit: Visit, state: RecordState<Name>): Promise<void> {
  const { disruptionType, eventReference, leadOrganisation } = state.values
  if (disruptionType !== 'Support Disruption' || typeof eventReference !== 'string') return
  const sideId = await sideOf(visit.tx, eventReference, String(leadOrganisation))
  if (sideId === undefined) return
  const { personId } = visit.actor
  await takeStep(visit.tx, { sideId, step: 'Confirmed', personId, supportReference: state.reference })
}
