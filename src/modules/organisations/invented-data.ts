import type { Transaction } from '#platform/database'
import { sql } from 'kysely'

/** The fact that says a database holds invented data: every page then says so. */
const factName = 'sample'

/** Whether this database holds invented data. */
export async function holdsInventedData(tx: Transaction): Promise<boolean> {
  const { rows } = await sql`select 1 from platform.fact where name = ${factName}`.execute(tx)
  return rows.length > 0
}

/** States which sample this database holds. */
export async function stateInventedData(tx: Transaction, sample: string): Promise<void> {
  await sql`
    insert into platform.fact (name, value) values (${factName}, ${sample})
    on conflict (name) do update set value = excluded.value`.execute(tx)
}
