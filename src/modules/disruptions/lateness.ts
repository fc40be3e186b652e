import { type RawBuilder, sql } from 'kysely'

/** How many days after the event a disruption was first recorded, for a state `s` of it. Days are UTC days. */
export const daysUntilRecorded: RawBuilder<number> = sql<number>`(s.first_recorded_from::date - s.record_date)`

/** How late a disruption was recorded, in bands. `value` stands in addresses; days are whole and both ends are in the band. */
export interface LatenessBand {
  readonly value: string
  readonly label: string
  readonly from: number
  readonly to: number | undefined
}

/** Local default: no standard says how soon a disruption is to be recorded. */
export const latenessBands: readonly LatenessBand[] = [
  { value: '0-7', label: 'Within 7 days', from: 0, to: 7 },
  { value: '8-28', label: '8 to 28 days', from: 8, to: 28 },
  { value: '29-90', label: '29 to 90 days', from: 29, to: 90 },
  { value: '91-', label: 'Later', from: 91, to: undefined },
]

/** The condition that a state `s` is of a disruption recorded so late. */
export function recordedWithin({ from, to }: LatenessBand): RawBuilder<boolean> {
  return to === undefined
    ? sql<boolean>`${daysUntilRecorded} >= ${from}`
    : sql<boolean>`${daysUntilRecorded} between ${from} and ${to}`
}
