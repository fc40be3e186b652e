import { type RawBuilder, sql } from 'kysely'

/**
 * The condition that a phase counts as closed: as its value on the list says; a phase that was never on it, when it has the word
 * in it. Published figures don't ask this: they go by the word alone.
 *
 * @param phase the column, of any register.
 */
export function countsAsClosed(phase: RawBuilder<string>): RawBuilder<boolean> {
  return sql<boolean>`(
    ${phase} = any (array(select v.value from reference.value v
      where v.list = 'phases' and v.recorded_to = 'infinity' and v.closed))
    or ${phase} ilike '%closed%' and ${phase} <> all (array(select v.value from reference.value v
      where v.list = 'phases' and v.recorded_to = 'infinity')))`
}
