import { type RawBuilder, sql } from 'kysely'
import { onlyRow } from './only-row.ts'
import type { Transaction } from './open-database.ts'

/**
 * Runs several selects as one statement, for which a busy server waits once: the rows of each, in their order. Values come as JSON
 * has them, so that no column may be a day, an instant or larger than a safe integer.
 *
 * @example
 *   const { threats, organisations } = await selectTogether(tx, { threats: sql<Threat>`select …`, organisations: sql<Name>`select …` })
 */
export async function selectTogether<Rows extends Readonly<Record<string, unknown>>>(
  tx: Transaction,
  selects: { readonly [Name in keyof Rows]: RawBuilder<Rows[Name]> },
): Promise<{ readonly [Name in keyof Rows]: readonly Rows[Name][] }> {
  const parts = Object.entries<RawBuilder<unknown>>(selects).map(
    ([name, select]) => sql`(select coalesce(json_agg(one), '[]') from (${select}) one) as ${sql.ref(name)}`,
  )
  return onlyRow(
    await sql<{ readonly [Name in keyof Rows]: readonly Rows[Name][] }>`select ${sql.join(parts)}`.execute(tx),
  )
}
