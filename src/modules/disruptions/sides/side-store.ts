import { sql } from 'kysely'
import type { AsAt } from '#platform/clock'
import { databaseInstant, onlyRow, type Transaction } from '#platform/database'
import { knownState } from '#platform/record'

/** What an organisation that was named as a supporter of an event has answered: waiting until it has. */
export type SideState = 'Waiting' | 'Confirmed' | 'Declined' | 'Withdrawn'
export type SideStep = 'Named' | 'Confirmed' | 'Declined' | 'Withdrawn'

/** One organisation's side of an event, as it stood at a moment. */
export interface Side {
  readonly id: number
  readonly organisation: string
  readonly state: SideState
  /** When it came to stand so. */
  readonly at: Date
  readonly reason: string | undefined
  /** The disruption by which the organisation recorded its side. */
  readonly supportReference: string | undefined
}

/** A side that waits for an organisation for which the actor records: what being named tells it, and no more. */
export interface WaitingSide {
  readonly id: number
  readonly eventReference: string
  readonly organisation: string
  readonly leadOrganisation: string
  /** The day of the event, 'YYYY-MM-DD'. */
  readonly recordDate: string
  readonly namedAt: Date
}

/** Which step may follow which: an answer is given once, and one that was withdrawn or declined can be asked for again. */
export const stepsAfter: Readonly<Record<SideStep | 'none', readonly SideStep[]>> = {
  none: ['Named'],
  Named: ['Confirmed', 'Declined', 'Withdrawn'],
  Confirmed: [],
  Declined: ['Named', 'Confirmed'],
  Withdrawn: ['Named'],
}

/** The sides of an event as they stood at a moment, of those that the actor may know. */
export async function sidesOf(tx: Transaction, eventReference: string, asAt: AsAt): Promise<readonly Side[]> {
  const by = asAt.when === 'past' ? sql`step.at <= ${asAt.instant}` : sql`true`
  const { rows } = await sql<SideRow>`
    select side.id, o.name as organisation, last.step, last.at, last.reason, last.support_reference as "supportReference"
    from disruptions.side join organisations.organisation o on o.id = side.organisation_id
    cross join lateral (select * from disruptions.side_step step
      where step.side_id = side.id and ${by} order by step.place desc limit 1) last
    where side.event_reference = ${eventReference} order by o.name`.execute(tx)
  return rows.map(({ step, ...row }) => ({
    ...row,
    state: step === 'Named' ? 'Waiting' : step,
    reason: row.reason ?? undefined,
    supportReference: row.supportReference ?? undefined,
  }))
}

interface SideRow {
  readonly id: number
  readonly organisation: string
  readonly step: SideStep
  readonly at: Date
  readonly reason: string | null
  readonly supportReference: string | null
}

/** How many sides wait for the actor's organisation, as an SQL expression. */
export const countWaitingSides = sql<number>`(select count(*) from disruptions.waiting_sides())`

/** The sides that wait for the actor's organisation, the longest waiting first; 50 at most. */
export async function waitingSides(tx: Transaction, sideId?: number): Promise<readonly WaitingSide[]> {
  const { rows } = await sql<WaitingSide>`
    select w.side_id as id, w.event_reference as "eventReference", o.name as organisation, lead.name as "leadOrganisation",
      w.record_date as "recordDate", w.named_at as "namedAt"
    from disruptions.waiting_sides() w
    join organisations.organisation o on o.id = w.organisation_id
    join organisations.organisation lead on lead.id = w.lead_organisation_id
    where ${sideId === undefined ? sql`true` : sql`w.side_id = ${sideId}`}
    order by w.named_at, w.side_id limit 50`.execute(tx)
  return rows
}

/** Names organisations as supporters of an event. Those that are named already, or have confirmed, stay as they are. */
export async function nameSides(
  tx: Transaction,
  eventReference: string,
  organisationIds: readonly number[],
  personId: number,
): Promise<number> {
  let named = 0
  for (const organisationId of new Set(organisationIds)) {
    await sql`insert into disruptions.side (event_reference, organisation_id)
      values (${eventReference}, ${organisationId}) on conflict do nothing`.execute(tx)
    const { id } = onlyRow(
      await sql<{ id: number }>`select id from disruptions.side
        where event_reference = ${eventReference} and organisation_id = ${organisationId}`.execute(tx),
    )
    if (await takeStep(tx, { sideId: id, step: 'Named', personId })) named += 1
  }
  return named
}

interface Taking {
  readonly sideId: number
  readonly step: SideStep
  readonly personId: number
  readonly reason?: string
  readonly supportReference?: string
}

/** Takes a step of a side. False when it may not follow how the side stands, or someone was first. */
export async function takeStep(tx: Transaction, taking: Taking): Promise<boolean> {
  const { rows } = await sql<{ step: SideStep; place: number }>`
    select step, place from disruptions.side_step where side_id = ${taking.sideId} order by place desc limit 1`.execute(
    tx,
  )
  const last = rows[0]
  if (!stepsAfter[last?.step ?? 'none'].includes(taking.step)) return false
  const taken = await sql`
    insert into disruptions.side_step (side_id, place, step, at, person_id, reason, support_reference)
    values (${taking.sideId}, ${(last?.place ?? 0) + 1}, ${taking.step}, ${await databaseInstant(tx)}, ${taking.personId},
      ${taking.reason ?? null}, ${taking.supportReference ?? null})
    on conflict do nothing`.execute(tx)
  return Number(taken.numAffectedRows ?? 0n) === 1
}

/** Lets nobody else act on a side until this transaction ends: of two who confirm at once the second finds it confirmed. */
export async function holdSide(tx: Transaction, sideId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`disruptions.side ${sideId}`}, 0))`.execute(tx)
}

/** The side of an event that is an organisation's, by its name, or of one it followed; undefined when it was not named. */
export async function sideOf(
  tx: Transaction,
  eventReference: string,
  organisation: string,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select side.id from disruptions.side
    join organisations.organisation_today named on named.id = side.organisation_id
    join organisations.organisation_today theirs on theirs.today_id = named.today_id
    join organisations.organisation o on o.id = theirs.id
    where side.event_reference = ${eventReference} and o.name = ${organisation}
    order by side.id desc limit 1`.execute(tx)
  return rows[0]?.id
}

/** Whether the actor records for the owner of a lead's record that they can see: then they name who supported it. */
export async function leadsEvent(tx: Transaction, reference: string): Promise<boolean> {
  const { rows } = await sql`
    select from disruptions.disruption d
    where d.reference = ${reference} and d.owner_id = any (organisations.actor_records_for())`.execute(tx)
  return rows.length > 0
}

/** Supports of an event that the actor's organisation has on record already, by reference. */
export async function ownSupportsOf(tx: Transaction, eventReference: string): Promise<readonly string[]> {
  const { rows } = await sql<{ reference: string }>`
    select s.reference from disruptions.disruption_state s
    where s.event_reference = ${eventReference} and s.disruption_type = 'Support Disruption'
      and s.owner_id = any (organisations.actor_records_for())
      and ${knownState({ asAt: { when: 'now' } }, 'disruptions.disruption_state')}
    order by s.reference limit 10`.execute(tx)
  return rows.map(({ reference }) => reference)
}
