import { type AsAt, asAtInstant, isDay, londonToday } from '#platform/clock'
import type { WorkAsker } from '#platform/http'

/** The day that the checks speak of: the one asked for, or today by the clock on the wall. */
export function checkDay(asAt: AsAt, present: Date): string {
  return asAt.when === 'past' && isDay(asAt.text) ? asAt.text : londonToday(asAtInstant(asAt, present))
}

/** The instant as the checks' functions in the database take it: without end for now. */
export function checkInstant(asAt: AsAt): string {
  return asAt.when === 'now' ? 'infinity' : asAt.instant.toISOString()
}

/** What the checks ask of whoever asks: a visit, or a job. */
export type CheckAsker = Pick<WorkAsker, 'tx' | 'present'>
