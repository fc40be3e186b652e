import { sql } from 'kysely'
import type { Transaction } from '#platform/database'

/** That an organisation was part of a region, from a day (or ever) up to but not including another (or still is). */
export interface Membership {
  readonly id: number
  readonly organisationId: number
  readonly regionId: number
  readonly region: string
  readonly fromOn: string | null
  readonly toOn: string | null
}

/** The memberships of one organisation, or of all, the latest first. */
export async function listMemberships(tx: Transaction, organisationId?: number): Promise<readonly Membership[]> {
  const { rows } = await sql<Membership>`
    select m.id, m.organisation_id as "organisationId", m.region_id as "regionId", r.name as region,
      m.from_on as "fromOn", m.to_on as "toOn"
    from organisations.region_member m join organisations.region r on r.id = m.region_id
    where ${organisationId ?? null}::integer is null or m.organisation_id = ${organisationId ?? null}::integer
    order by m.from_on desc nulls last, m.id`.execute(tx)
  return rows
}

export interface NewMembership {
  readonly organisationId: number
  readonly regionId: number
  readonly fromOn: string | undefined
  readonly toOn: string | undefined
}

export async function insertMembership(tx: Transaction, membership: NewMembership): Promise<void> {
  await sql`
    insert into organisations.region_member (organisation_id, region_id, from_on, to_on)
    values (${membership.organisationId}, ${membership.regionId}, ${membership.fromOn ?? null}::date,
      ${membership.toOn ?? null}::date)`.execute(tx)
}

/** Ends a membership: `toOn` is the first day on which it is no more. */
export async function setMembershipEnd(tx: Transaction, membershipId: number, toOn: string): Promise<void> {
  await sql`update organisations.region_member set to_on = ${toOn}::date where id = ${membershipId}`.execute(tx)
}

/** Ends the memberships of an organisation that would outlast it. */
export async function endMembershipsOn(tx: Transaction, organisationId: number, day: string): Promise<void> {
  await sql`
    update organisations.region_member set to_on = ${day}::date
    where organisation_id = ${organisationId} and (to_on is null or to_on > ${day}::date)`.execute(tx)
}
