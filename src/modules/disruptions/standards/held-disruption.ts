import { threat } from '#modules/threats'
import type { Visit } from '#platform/http'
import { readRecord, type RecordState } from '#platform/record'
import { type Flag, flagsOf } from './standard-flags.ts'
import { isForce, listStandards } from './standard-store.ts'

/** The standards of its day that a disruption is outside of, as known at the visit's moment. */
export async function flagsOfState(visit: Visit, state: RecordState): Promise<readonly Flag[]> {
  const reference = state.values['threatReference']
  const against =
    typeof reference === 'string' ? await readRecord(visit.tx, threat, reference, { asAt: visit.asAt }) : undefined
  return flagsOf(await listStandards(visit.tx, visit.asAt), {
    recordDate: String(state.values['recordDate']),
    disruptionType: String(state.values['disruptionType']),
    threatType: against === undefined ? undefined : String(against.values.threatType),
    byForce: await isForce(visit.tx, String(state.values['leadOrganisation'])),
  })
}
