import { type Answer, refused, type Visit } from '#platform/http'
import type { RecordState } from '#platform/record'
import { given } from './list-request.ts'

/** Told only to those who may see the record: what demands the reason, and how to give one. Undefined when nothing is missing. */
export async function apiReasonMissing(visit: Visit, state: RecordState): Promise<Answer | undefined> {
  if (apiReason(visit) !== undefined) return undefined
  if (!visit.actor.reasonDemandedFor.includes(state.handling)) return undefined
  return refused({
    status: 403,
    title: 'A reason is needed',
    says: 'The handling of this record demands a reason. Add it to the query: reason=… The audit keeps it.',
  })
}

/** The reason that a program gave. */
export function apiReason(visit: Visit): string | undefined {
  return given(visit.query, 'reason')[0]
}
