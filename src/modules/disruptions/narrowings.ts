import type { Narrowing } from '#platform/register-pages'
import { type RawBuilder, sql } from 'kysely'
import { countedDisruption } from './counted-disruption.ts'
import { latenessBands, recordedWithin } from './lateness.ts'

/** Lead disruptions of the categories that inspectors count. */
export const onlyCounted: Narrowing = {
  name: 'counted',
  label: 'Counted disruptions',
  choices: async () => [{ value: 'yes', text: 'Lead; major, moderate or minor' }],
  condition: async (_visit, values) => (values.includes('yes') ? countedDisruption : sql<boolean>`false`),
}

/** By how many days after the event they were first recorded. */
export const howLate: Narrowing = {
  name: 'lateness',
  label: 'Recorded after the event',
  choices: async () => latenessBands.map(({ value, label }) => ({ value, text: label })),
  condition: async (_visit, values) => {
    const bands = latenessBands.filter(({ value }) => values.includes(value))
    return anyOf(bands.map(recordedWithin))
  },
}

function anyOf(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  if (conditions.length === 0) return sql<boolean>`false`
  return sql<boolean>`(${sql.join(conditions, sql` or `)})`
}
