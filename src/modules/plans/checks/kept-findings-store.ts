import { sql } from 'kysely'
import { onlyRow, type Transaction } from '#platform/database'
import type { Mark } from './texts-store.ts'

/** That a check found something in a plan. */
export interface KeptFinding {
  readonly plan: string
  readonly check: string
  readonly since: string | undefined
}

/** References of the next plans, of all that are known now. */
export async function nextPlans(tx: Transaction, after: string, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ reference: string }>`
    select s.reference from plans.plan_state s
    where s.reference > ${after} and s.recorded_to = 'infinity' and s.in_error is null
    order by s.reference limit ${limit}`.execute(tx)
  return rows.map(({ reference }) => reference)
}

/** References of plans of which some text has changed since they were last compared; of all, when a threshold of that check was stated. */
export async function plansToCompare(tx: Transaction): Promise<readonly string[]> {
  const { rows } = await sql<{ reference: string }>`
    select plan_reference as reference from plans.plans_to_compare()`.execute(tx)
  return rows.map(({ reference }) => reference)
}

/** For work that nobody waits for, until the transaction ends. */
export async function allowLong(tx: Transaction): Promise<void> {
  await sql`set local statement_timeout = '10min'`.execute(tx)
}

export interface Replaced {
  /** All, when left out. */
  readonly plans: readonly string[] | undefined
  readonly checks: readonly string[]
}

/** Replaces what was kept of some plans and checks by what was found now. The system alone may. */
export async function keepFindings(
  tx: Transaction,
  findings: readonly KeptFinding[],
  { plans, checks }: Replaced,
): Promise<void> {
  const found = sql`(select plan_reference, check_name, since_on from jsonb_to_recordset(${JSON.stringify(
    findings.map(({ plan, check, since }) => ({ plan_reference: plan, check_name: check, since_on: since ?? null })),
  )}::jsonb) as found (plan_reference text, check_name text, since_on date))`
  await sql`
    delete from plans.kept_finding kept
    where kept.check_name = any (${checks}::text[])
      and (${plans ?? null}::text[] is null or kept.plan_reference = any (${plans ?? null}::text[]))
      and not exists (select from ${found} found
        where found.plan_reference = kept.plan_reference and found.check_name = kept.check_name)`.execute(tx)
  await sql`
    insert into plans.kept_finding as kept (plan_reference, check_name, since_on)
    select found.plan_reference, found.check_name, found.since_on from ${found} found
    on conflict (plan_reference, check_name) do update set since_on = excluded.since_on
      where kept.since_on is distinct from excluded.since_on`.execute(tx)
}

/** All texts that had changed by a mark were compared. */
export async function noteTextsCompared(tx: Transaction, { snapshot }: Mark, at: Date): Promise<void> {
  await sql`select plans.note_texts_compared(${snapshot}::pg_snapshot, ${at})`.execute(tx)
}

/** What was kept of plans that are none any more: recorded in error. */
export async function forgetFindingsOfNone(tx: Transaction): Promise<void> {
  await sql`
    delete from plans.kept_finding kept where not exists (
      select from plans.plan_state s
      where s.reference = kept.plan_reference and s.recorded_to = 'infinity' and s.in_error is null)`.execute(tx)
}

/** All plans were gone through. @returns how many findings are kept. */
export async function noteFindingsKept(tx: Transaction, at: Date): Promise<number> {
  await sql`
    insert into plans.findings_kept (at) values (${at})
    on conflict (only_row) do update set at = excluded.at`.execute(tx)
  return onlyRow(await sql<{ kept: number }>`select count(*) as kept from plans.kept_finding`.execute(tx)).kept
}

/** When they were last computed; undefined before the first time. */
export async function findingsKeptAt(tx: Transaction): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`select at from plans.findings_kept`.execute(tx)
  return rows[0]?.at
}
