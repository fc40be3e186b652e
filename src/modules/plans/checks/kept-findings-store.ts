import { sql } from 'kysely'
import type { Transaction } from '#platform/database'

/** That a check found something in a plan. */
export interface KeptFinding {
  readonly plan: string
  readonly check: string
  readonly since: string | undefined
}

/** Replaces what was kept by what was found now. The system alone may. */
export async function keepFindings(tx: Transaction, findings: readonly KeptFinding[], at: Date): Promise<void> {
  const found = sql`(select plan_reference, check_name, since_on from jsonb_to_recordset(${JSON.stringify(
    findings.map(({ plan, check, since }) => ({ plan_reference: plan, check_name: check, since_on: since ?? null })),
  )}::jsonb) as found (plan_reference text, check_name text, since_on date))`
  await sql`
    delete from plans.kept_finding kept where not exists (select from ${found} found
      where found.plan_reference = kept.plan_reference and found.check_name = kept.check_name)`.execute(tx)
  await sql`
    insert into plans.kept_finding as kept (plan_reference, check_name, since_on)
    select found.plan_reference, found.check_name, found.since_on from ${found} found
    on conflict (plan_reference, check_name) do update set since_on = excluded.since_on
      where kept.since_on is distinct from excluded.since_on`.execute(tx)
  await sql`
    insert into plans.findings_kept (at) values (${at})
    on conflict (only_row) do update set at = excluded.at`.execute(tx)
}

/** When they were last computed; undefined before the first time. */
export async function findingsKeptAt(tx: Transaction): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`select at from plans.findings_kept`.execute(tx)
  return rows[0]?.at
}
