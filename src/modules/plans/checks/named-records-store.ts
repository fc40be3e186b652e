import { sql } from 'kysely'
import type { Visit } from '#platform/http'
import { withheldHandlings } from '#platform/register-pages'
import { knownState } from '#platform/record'

/**
 * What records are called, by reference, as known at the visit's moment: of those that the actor sees, but for those of which
 * lists show the reference alone.
 */
export async function titlesOf(
  visit: Visit,
  register: string,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const declared = visit.house.registers.get(register)?.record
  const column = declared?.fields[declared.titleField]?.column
  if (declared === undefined || column === undefined || references.length === 0) return new Map()
  const { rows } = await sql<{ reference: string; title: string }>`
    select s.reference, s.${sql.ref(column)} as title
    from ${sql.table(`${declared.table}_state`)} s join ${sql.table(declared.table)} head on head.id = s.record_id
    where s.reference = any (${references}::text[]) and ${knownState({ asAt: visit.asAt }, `${declared.table}_state`)}
      and head.handling <> all (${await withheldHandlings(visit)}::text[])`.execute(visit.tx)
  return new Map(rows.map(({ reference, title }) => [reference, title]))
}
