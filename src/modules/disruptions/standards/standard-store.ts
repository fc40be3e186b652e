import { sql } from 'kysely'
import type { AsAt } from '#platform/clock'
import { onlyRow, type Transaction } from '#platform/database'

/** What was to be recorded, for events from a day up to but not including another (or still). Days are 'YYYY-MM-DD'. */
export interface RecordingStandard {
  readonly id: number
  readonly name: string
  /** What it asks, in a sentence or two. */
  readonly says: string
  readonly source: string
  readonly fromOn: string
  readonly toOn: string | undefined
  /** The types of threats against which disruptions were to be recorded; undefined: any. */
  readonly threatTypes: readonly string[] | undefined
  readonly forcesRecordSupports: boolean
  /** Who stated it; undefined for what the product came with. */
  readonly by: string | undefined
}

/** The standards as they were known at a moment, the latest first. */
export async function listStandards(tx: Transaction, asAt: AsAt): Promise<readonly RecordingStandard[]> {
  const known =
    asAt.when === 'now'
      ? sql`d.recorded_to = 'infinity'`
      : sql`d.recorded_from <= ${asAt.instant} and ${asAt.instant} < d.recorded_to`
  const { rows } = await sql<StandardRow>`
    select d.standard_id as id, d.name, d.says, d.source, d.from_on as "fromOn", d.to_on as "toOn",
      d.threat_types as "threatTypes", d.forces_record_supports as "forcesRecordSupports", p.name as by
    from disruptions.recording_standard d left join organisations.person p on p.id = d.person_id
    where ${known} order by d.from_on desc, d.standard_id desc`.execute(tx)
  return rows.map(row => ({
    ...row,
    toOn: row.toOn ?? undefined,
    threatTypes: row.threatTypes ?? undefined,
    by: row.by ?? undefined,
  }))
}

type StandardRow = Omit<RecordingStandard, 'toOn' | 'threatTypes' | 'by'> & {
  readonly toOn: string | null
  readonly threatTypes: readonly string[] | null
  readonly by: string | null
}

export type NewStandard = Omit<RecordingStandard, 'id' | 'by'>

/** Adds a standard. Gives its id. */
export async function addStandard(tx: Transaction, standard: NewStandard, personId: number): Promise<number> {
  const { id } = onlyRow(
    await sql<{ id: number }>`select nextval('disruptions.recording_standard_number')::integer as id`.execute(tx),
  )
  await insertState(tx, { ...standard, id }, personId)
  return id
}

/** Lets a standard end on another day: its state ends now and another begins. False when it was changed meanwhile. */
export async function endStandard(
  tx: Transaction,
  standard: RecordingStandard,
  toOn: string,
  personId: number,
): Promise<boolean> {
  const ended = await sql`
    update disruptions.recording_standard set recorded_to = date_trunc('milliseconds', clock_timestamp())
    where standard_id = ${standard.id} and recorded_to = 'infinity'
      and to_on is not distinct from ${standard.toOn ?? null}::date`.execute(tx)
  if (Number(ended.numAffectedRows ?? 0n) !== 1) return false
  await insertState(tx, { ...standard, toOn }, personId)
  return true
}

/** It holds from where the state before it ended, else from now. */
async function insertState(tx: Transaction, standard: Omit<RecordingStandard, 'by'>, personId: number): Promise<void> {
  await sql`
    insert into disruptions.recording_standard
      (standard_id, name, says, source, from_on, to_on, threat_types, forces_record_supports, person_id, recorded_from)
    values (${standard.id}, ${standard.name}, ${standard.says}, ${standard.source}, ${standard.fromOn},
      ${standard.toOn ?? null}, ${standard.threatTypes ?? null}::text[], ${standard.forcesRecordSupports}, ${personId},
      coalesce((select max(before.recorded_to) from disruptions.recording_standard before
        where before.standard_id = ${standard.id}), date_trunc('milliseconds', clock_timestamp())))`.execute(tx)
}

/** How many disruptions of today a standard would flag; `organisation` null counts those with fewer than five together. */
export interface WouldFlag {
  readonly organisation: string | null
  /** Null: fewer than five, none included. */
  readonly figure: number | null
}

/** What a standard would flag, in counts that tell an administrator nothing of any record. */
export async function wouldFlag(
  tx: Transaction,
  standard: Pick<RecordingStandard, 'fromOn' | 'toOn' | 'threatTypes' | 'forcesRecordSupports'>,
): Promise<readonly WouldFlag[]> {
  const { rows } = await sql<WouldFlag>`
    select organisation, figure from disruptions.standard_would_flag(
      ${standard.fromOn}::date, ${standard.toOn ?? null}::date, ${standard.threatTypes ?? null}::text[],
      ${standard.forcesRecordSupports}) order by organisation nulls last`.execute(tx)
  return rows
}

/** Whether an organisation, by its name, is a police force. No name in the database holds a NUL. */
export async function isForce(tx: Transaction, organisation: string): Promise<boolean> {
  const { rows } = await sql`select from organisations.organisation
    where name = ${organisation.replaceAll('\u0000', '\uFFFD')} and kind = 'Police force'`.execute(tx)
  return rows.length > 0
}
