import { type RawBuilder, sql } from 'kysely'
import { instantNow, told, type Transaction } from '#platform/database'
import { fieldsOf, type FieldValue, type RecordDeclaration } from './declaration.ts'
import type { Recorder, RecordOutcome, StoredValues } from './record-outcome.ts'
import { stateTable, versionOf } from './state-query.ts'

/** The state that stands of a record whose head this transaction has locked. */
export interface CurrentState {
  readonly recordId: number
  readonly version: string
  readonly recordedFrom: Date
  readonly inError: string | null
  /** Since this moment of the database's own clock, to the millisecond, nobody else changes it. */
  readonly heldAt: Date
  /** Others see it than those of its owner and handling. */
  readonly isShared: boolean
  /** As stored. */
  readonly values: Readonly<Record<string, FieldValue>>
}

interface CurrentRow {
  readonly _id: number
  readonly _owner: number
  readonly _named: string
  readonly _locked: boolean
  readonly _from: Date
  readonly _error: string | null
  readonly _held: Date
  readonly _shared: boolean
  readonly [field: string]: unknown
}

/** Locks a record that the actor sees and records for, and reads what stands of it; else why that can't be. */
export async function holdCurrent(
  tx: Transaction,
  record: RecordDeclaration,
  reference: string,
  actor: Recorder,
): Promise<CurrentState | Extract<RecordOutcome<never>, { kind: 'not-there' | 'not-yours' }>> {
  const asked = reference.replaceAll('\u0000', '\uFFFD')
  await lockHead(tx, record, asked)
  const row = await readCurrent(tx, record, asked)
  if (row === undefined) return { kind: 'not-there' }
  if (!row._locked || !actor.recordsFor.includes(row._owner)) return { kind: 'not-yours', owner: row._named }
  return {
    recordId: row._id,
    version: versionOf(row._from),
    recordedFrom: row._from,
    inError: row._error,
    heldAt: row._held,
    isShared: row._shared,
    values: Object.fromEntries(fieldsOf(record).map(([name]) => [name, row[name] as FieldValue])),
  }
}

/**
 * With the next statement, which has to ask whether it did: to lock a row is to be about to change it, and of what others own the
 * database shows none here.
 */
async function lockHead(tx: Transaction, record: RecordDeclaration, reference: string): Promise<void> {
  await sql`${told}select set_config('fourfold.locked', head.id::text, true) from (
    select id from ${sql.table(record.table)} where reference = ${reference} for no key update) head`.execute(tx)
}

async function readCurrent(
  tx: Transaction,
  record: RecordDeclaration,
  reference: string,
): Promise<CurrentRow | undefined> {
  const columns = sql.join(
    fieldsOf(record).map(([name, field]) => sql`${sql.ref(`s.${field.column}`)} as ${sql.ref(name)}`),
  )
  const { rows } = await sql<CurrentRow>`
    select h.id as _id, h.owner_id as _owner, o.name as _named, ${isLocked} as _locked,
      s.recorded_from as _from, s.in_error as _error, ${columns}, ${instantNow} as _held,
      exists (select from organisations.share where share.register = ${record.register}
        and share.reference = s.reference and share.to_at is null) as _shared
    from ${sql.table(record.table)} h
    join ${sql.table(stateTable(record))} s on s.record_id = h.id and s.recorded_to = 'infinity'
    join organisations.organisation o on o.id = h.owner_id
    where h.reference = ${reference}`.execute(tx)
  return rows[0]
}

/** Whether a head `h` is the one that was locked last. */
const isLocked = sql<boolean>`coalesce(current_setting('fourfold.locked', true) = h.id::text, false)`

/** A state to write: it is the newest of its record. */
export interface NewState extends Pick<CurrentState, 'recordId' | 'recordedFrom' | 'inError'> {
  readonly values: StoredValues
  readonly enteredAt: Date
  readonly personId: number
}

/** Writes a state that stands from its moment on, under its record's audience. What it does not state is as the table has it. */
export async function insertState(tx: Transaction, record: RecordDeclaration, state: NewState): Promise<void> {
  const stated = fieldsOf(record).filter(([name]) => state.values[name] !== undefined)
  const first = record.tellsFirstRecorded === true ? [firstRecorded(record, state)] : []
  const columns = sql.join([
    ...first.map(() => sql.ref('first_recorded_from')),
    ...stated.map(([, field]) => sql.ref(field.column)),
  ])
  const values = sql.join([...first, ...stated.map(([name]) => sql`${state.values[name]}`)])
  await sql`${told}
    insert into ${sql.table(stateTable(record))}
      (record_id, audience_id, recorded_from, entered_at, person_id, in_error, ${columns})
    values (${state.recordId}, (select audience_id from ${sql.table(record.table)} where id = ${state.recordId}),
      ${state.recordedFrom}, ${state.enteredAt}, ${state.personId}, ${state.inError}, ${values})`.execute(tx)
}

/** When the record of a new state was first recorded: with its first state. */
function firstRecorded(record: RecordDeclaration, { recordId, recordedFrom }: NewState): RawBuilder<Date> {
  return sql`coalesce((select min(recorded_from) from ${sql.table(stateTable(record))} where record_id = ${recordId}), ${recordedFrom})`
}

/**
 * Does something with every state in view, as an import has it: access of all states is set right, also of those that the
 * actor does not see. Afterwards the actor is stated as before. What may be written is settled before.
 */
export async function withEveryState<Result>(
  tx: Transaction,
  { personId }: Recorder,
  act: () => Promise<Result>,
): Promise<Result> {
  await sql`${told}select organisations.state_actor(${personId}::integer, 'import')`.execute(tx)
  const result = await act()
  await sql`${told}select organisations.state_actor(${personId}::integer, 'read')`.execute(tx)
  return result
}
