import { type RawBuilder, sql } from 'kysely'
import {
  databaseInstant,
  type GiveWay,
  givingNoWay,
  holdRecordingLock,
  onlyRow,
  told,
  type Transaction,
} from '#platform/database'
import { fieldsOf, type RecordDeclaration } from './declaration.ts'
import { settleRecords } from './settle-records.ts'
import { stateTable } from './state-query.ts'

/** Where states come from: an import, or a person's own recording. */
export interface Provenance {
  readonly personId: number
  readonly importId?: string
}

export interface Taken {
  /** States that were not there before. */
  readonly states: number
  /** Records that were not there before. */
  readonly records: number
  /** Of the records that these states are of. */
  readonly references: readonly string[]
  readonly enteredAt: Date
}

/** The name of the temporary table that `stageStates` makes for a register. */
export function stagedTable(record: RecordDeclaration): string {
  return `staged_${record.register.replaceAll('-', '_')}`
}

/** Columns of the staged table, in the order that rows are copied into it. */
export function stagedColumns(record: RecordDeclaration): readonly string[] {
  return ['line', 'recorded_from', 'stated_handling', ...fieldsOf(record).map(([, field]) => field.column)]
}

/** Makes the transaction's temporary table for states to be taken: the state table's own columns, and the file's line. */
export async function stageStates(tx: Transaction, record: RecordDeclaration): Promise<void> {
  const columns = sql.join(fieldsOf(record).map(([, field]) => sql.ref(field.column)))
  await sql`create temporary table ${sql.table(stagedTable(record))} on commit drop as
    select 0::integer as line, recorded_from, null::text as stated_handling, ${columns}
    from ${sql.table(stateTable(record))} where false`.execute(tx)
}

/**
 * Takes all staged states at once. Each takes its place by when it was recorded, whatever the order of arrival: only the end
 * of its predecessor moves, and the current state changes only if the new one is the newest. States already there with the
 * same content change nothing. The caller has found no problem (`findStagedProblems`) in this same transaction.
 *
 * @param giveWay called between the states of some records and those of the next.
 */
export async function takeStagedStates(
  tx: Transaction,
  record: RecordDeclaration,
  from: Provenance,
  giveWay: GiveWay = givingNoWay,
): Promise<Taken> {
  await holdRecordingLock(tx)
  await holdHeads(tx, record)
  const enteredAt = await databaseInstant(tx)
  await dropKnownStates(tx, record)
  await makeAudiencesOfOwners(tx, record)
  await giveWay()
  let records = 0
  let states = 0
  for await (const some of portions(tx, record, takenAtOnce)) {
    records += await makeHeads(tx, record, some)
    states += await insertStates(tx, record, some, from, enteredAt)
    await endPredecessors(tx, record, some)
    await moveFirstRecorded(tx, record, some)
    await giveWay()
  }
  await stateHandlings(tx, record, from, enteredAt)
  for await (const some of portions(tx, record, settledAtOnce)) {
    await settleRecords(tx, record, stagedReferences(record, isOf(some, 'd')))
    await giveWay()
  }
  const { rows } = await sql<{ reference: string }>`${stagedReferences(record)}`.execute(tx)
  return { states, records, references: rows.map(row => row.reference), enteredAt }
}

/** So many states at once, and those that remain of the last one's record: one or two tenths of a second of the database’s work. */
const takenAtOnce = 1000
/** To settle the records of so many takes as long. */
const settledAtOnce = 5000

/** References after one and up to another: all staged states of the records between them. */
interface Portion {
  readonly after: string
  readonly upTo: string
}

/** The staged records by their references, some at a time: what is done to those of one portion needs nothing of another. */
async function* portions(tx: Transaction, record: RecordDeclaration, states: number): AsyncGenerator<Portion> {
  for (let after = ''; ;) {
    const { rows } = await sql<{ upTo: string | null }>`
      select max(reference) as "upTo" from (
        select reference from ${sql.table(stagedTable(record))} where reference > ${after}
        order by reference limit ${sql.lit(states)}) portion`.execute(tx)
    const { upTo } = onlyRow({ rows })
    if (upTo === null) return
    yield { after, upTo }
    after = upTo
  }
}

/** Whether a staged state belongs to a portion. */
function isOf({ after, upTo }: Portion, staged: string): RawBuilder<boolean> {
  const reference = sql.ref(`${staged}.reference`)
  return sql<boolean>`${reference} > ${after} and ${reference} <= ${upTo}`
}

/** Whoever is recording the next state of one of these records ends first, and none begins: in one order, so that none waits for another. */
async function holdHeads(tx: Transaction, record: RecordDeclaration): Promise<void> {
  await sql`select from ${sql.table(record.table)} where reference in ${stagedReferences(record)}
    order by id for no key update`.execute(tx)
}

/** Whether staged state `a` and state `b` say the same of every field. */
export function sameContent(record: RecordDeclaration, a: string, b: string): RawBuilder<boolean> {
  const columns = (alias: string) => sql.join(fieldsOf(record).map(([, field]) => sql.ref(`${alias}.${field.column}`)))
  return sql<boolean>`(${columns(a)}) is not distinct from (${columns(b)})`
}

async function dropKnownStates(tx: Transaction, record: RecordDeclaration): Promise<void> {
  const staged = sql.table(stagedTable(record))
  await sql`delete from ${staged} d using ${staged} first
    where first.reference = d.reference and first.recorded_from = d.recorded_from and first.line < d.line`.execute(tx)
  await sql`delete from ${staged} d using ${sql.table(stateTable(record))} s
    where s.reference = d.reference and s.recorded_from = d.recorded_from`.execute(tx)
  await sql`create index on ${staged} (reference, recorded_from)`.execute(tx)
  await sql`analyze ${staged}`.execute(tx)
}

/** New records begin under the owner of their newest staged state; `settleRecords` sets their handling and audience right. */
async function makeHeads(tx: Transaction, record: RecordDeclaration, some: Portion): Promise<number> {
  const result = await sql`
    insert into ${sql.table(record.table)} (reference, owner_id, handling, audience_id)
    select newest.reference, newest.owner_id, 'Region', plain.id
    from (select distinct on (reference) reference, owner_id from ${sql.table(stagedTable(record))} d
          where ${isOf(some, 'd')} order by reference, recorded_from desc) newest
    join organisations.audience plain on plain.handling = 'Region' and plain.owner_id = newest.owner_id
      and plain.organisations = '{}' and plain.people = '{}'
    where not exists (select from ${sql.table(record.table)} h where h.reference = newest.reference)`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

async function insertStates(
  tx: Transaction,
  record: RecordDeclaration,
  some: Portion,
  from: Provenance,
  enteredAt: Date,
): Promise<number> {
  const columns = (alias: string) => sql.join(fieldsOf(record).map(([, field]) => sql.ref(`${alias}.${field.column}`)))
  const names = sql.join(fieldsOf(record).map(([, field]) => sql.ref(field.column)))
  const tellsFirst = record.tellsFirstRecorded === true
  const result = await sql`
    insert into ${sql.table(stateTable(record))}
      (record_id, audience_id, recorded_from, recorded_to, entered_at, person_id, import_id,
       ${tellsFirst ? sql`first_recorded_from,` : sql``} ${names})
    select h.id, h.audience_id, d.recorded_from,
      least(
        lead(d.recorded_from, 1, 'infinity') over (partition by d.reference order by d.recorded_from),
        coalesce((select min(s.recorded_from) from ${sql.table(stateTable(record))} s
                  where s.record_id = h.id and s.recorded_from > d.recorded_from), 'infinity')),
      ${enteredAt}, ${from.personId}, ${from.importId ?? null}::uuid,
      ${tellsFirst ? sql`least(min(d.recorded_from) over (partition by d.reference), ${firstOfRecord(record)}),` : sql``} ${columns('d')}
    from ${sql.table(stagedTable(record))} d join ${sql.table(record.table)} h on h.reference = d.reference
    where ${isOf(some, 'd')}`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** When a record `h` was first recorded, of the states that are there. */
function firstOfRecord(record: RecordDeclaration): RawBuilder<Date> {
  return sql`(select min(s.recorded_from) from ${sql.table(stateTable(record))} s where s.record_id = h.id)`
}

/** History that is older than what was there is the first that was recorded. */
async function moveFirstRecorded(tx: Transaction, record: RecordDeclaration, some: Portion): Promise<void> {
  if (record.tellsFirstRecorded !== true) return
  await sql`
    update ${sql.table(stateTable(record))} s set first_recorded_from = first.at
    from (select d.reference, min(d.recorded_from) as at from ${sql.table(stagedTable(record))} d
          where ${isOf(some, 'd')} group by d.reference) first
    where s.reference = first.reference and first.at < s.first_recorded_from`.execute(tx)
}

async function endPredecessors(tx: Transaction, record: RecordDeclaration, some: Portion): Promise<void> {
  await sql`
    update ${sql.table(stateTable(record))} s set recorded_to = ended.at
    from (
      select p.id, min(d.recorded_from) as at
      from ${sql.table(stagedTable(record))} d
      join ${sql.table(stateTable(record))} p on p.reference = d.reference
        and p.recorded_from < d.recorded_from and d.recorded_from < p.recorded_to
      where ${isOf(some, 'd')}
      group by p.id
    ) ended
    where s.id = ended.id`.execute(tx)
}

async function stateHandlings(
  tx: Transaction,
  record: RecordDeclaration,
  from: Provenance,
  enteredAt: Date,
): Promise<void> {
  await sql`
    insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at, person_id, import_id)
    select ${record.register}, reference, recorded_from, stated_handling, ${enteredAt}, ${from.personId}, ${from.importId ?? null}::uuid
    from ${sql.table(stagedTable(record))} where stated_handling is not null
    on conflict do nothing`.execute(tx)
}

/** @param condition on a staged state `d`. */
function stagedReferences(record: RecordDeclaration, condition: RawBuilder<boolean> = sql`true`): RawBuilder<unknown> {
  return sql`(select distinct reference from ${sql.table(stagedTable(record))} d where ${condition})`
}

/** Rows of an audience that the actor was not stated with are hidden, so those that new records need come first. */
async function makeAudiencesOfOwners(tx: Transaction, record: RecordDeclaration): Promise<void> {
  await sql`
    select organisations.audience_for('Region', owner_id)
    from (select distinct owner_id from ${sql.table(stagedTable(record))}) owners`.execute(tx)
  await sql`${told}select organisations.restate_actor()`.execute(tx)
}

/** How many records a register holds, whoever may see them: for start-up, never for a page. */
export async function registerIsEmpty(tx: Transaction, record: RecordDeclaration): Promise<boolean> {
  return onlyRow(
    await sql<{ empty: boolean }>`select not exists (select from ${sql.table(record.table)}) as empty`.execute(tx),
  ).empty
}
