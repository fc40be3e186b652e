import { type RawBuilder, sql } from 'kysely'

/** How many days after the event a disruption was first recorded, for a state `s` of it. Days are UTC days. */
export const daysUntilRecorded: RawBuilder<number> = sql<number>`(
  (select first.recorded_from from disruptions.disruption_state first where first.record_id = s.record_id
    order by first.recorded_from limit 1)::date - s.record_date)`

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
export function recordedWithin(band: LatenessBand): RawBuilder<boolean> {
  const late = sql<boolean>`not ${recordedBefore(band.from)}`
  return band.to === undefined ? late : sql<boolean>`(${late} and ${recordedBefore(band.to + 1)})`
}

/** Whether some state was recorded before so many days had gone by: asked so that the database can join once, not look up each. */
function recordedBefore(days: number): RawBuilder<boolean> {
  return sql<boolean>`exists (select from disruptions.disruption_state first
    where first.record_id = s.record_id and first.recorded_from::date - s.record_date < ${days})`
}
