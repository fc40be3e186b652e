import { sql } from 'kysely'
import type { AsAt } from '#platform/clock'
import { type CheckAsker, checkDay, checkInstant } from './check-day.ts'

/** An organisation of which the actor may have figures, with how much there is to check of it. */
export interface CheckedOrganisation {
  readonly id: number
  readonly name: string
  /** Which region it was part of on the day. */
  readonly region: string | undefined
  readonly plans: number
  readonly liveThreats: number
}

/** Those that have plans or live threats, by name. */
export async function checkedOrganisations(
  { tx, present }: CheckAsker,
  asAt: AsAt,
): Promise<readonly CheckedOrganisation[]> {
  const day = checkDay(asAt, present)
  const { rows } = await sql<CheckedOrganisation & { region: string | null }>`
    select c.organisation_id as id, c.organisation as name, c.plans, c.threats as "liveThreats",
      (select min(r.name) from organisations.region_member m join organisations.region r on r.id = m.region_id
        where m.organisation_id = c.organisation_id and (m.from_on is null or m.from_on <= ${day}::date)
          and (m.to_on is null or ${day}::date < m.to_on)) as region
    from plans.check_organisations(${checkInstant(asAt)}::timestamptz) c
    where c.plans > 0 or c.threats > 0 order by name`.execute(tx)
  return rows.map(row => ({ ...row, region: row.region ?? undefined }))
}

/** The ids of all organisations of which the actor may have figures. */
export async function checkScopeIds({ tx }: CheckAsker): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ id: number }>`select organisation_id as id from plans.check_scope()`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}
