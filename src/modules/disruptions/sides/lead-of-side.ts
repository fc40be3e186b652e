import { type Answer, notFound, type Visit } from '#platform/http'
import { readRecord, type RecordState } from '#platform/record'
import { reasonFirst } from '#platform/register-pages'
import { disruption } from '../disruption.ts'
import { offeredThreat, type OfferedThreat } from '../recording/threat-choices-store.ts'
import { waitingSides, type WaitingSide } from './side-store.ts'

/** A side that waits for the actor's organisation, with as much of the lead's record as the actor may see. */
export interface AskedSide {
  readonly side: WaitingSide
  /** Undefined when it is hidden: being named tells the reference, the organisation and the day, and no more. */
  readonly lead: RecordState | undefined
  /** The lead's threat, if the actor may see that as well. */
  readonly threat: OfferedThreat | undefined
}

/** Whether a part of an address can name a side. */
export function isSideId(text: string): boolean {
  return /^\d{1,15}$/.test(text)
}

/** The side that an address names; or what the actor is answered, the same for one that is not theirs and for none. */
export async function askedSide(visit: Visit, id: string): Promise<AskedSide | { readonly answer: Answer }> {
  const [side] = isSideId(id) ? await waitingSides(visit.tx, Number(id)) : []
  if (side === undefined) return { answer: notFound() }
  const lead = await readRecord(visit.tx, disruption, side.eventReference, { asAt: { when: 'now' } })
  const asking = lead && (await reasonFirst(visit, lead.handling))
  if (asking !== undefined) return { answer: asking }
  const reference = lead?.values.threatReference
  const threat = typeof reference === 'string' ? await offeredThreat(visit.tx, visit.actor, reference) : undefined
  return { side, lead, threat }
}
