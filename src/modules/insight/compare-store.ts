import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '#platform/database'
import {
  knownState,
  type RecordState,
  stateColumns,
  type StateRow,
  stateSource,
  stateTable,
  toState,
} from '#platform/record'
import { type ExtractionScope, heldStates, knowledgeOf, scopeCondition } from './extraction-rows-store.ts'
import type { Preset } from './preset.ts'

/** A record whose row is not the same state in two extractions. */
export interface DifferingRecord {
  readonly recordId: number
  readonly inA: boolean
  readonly inB: boolean
}

/** A state as one extraction knew it, whether or not it is among its rows; a record in error is in none. */
export interface KnownRow {
  readonly recordId: number
  readonly state: RecordState
  readonly importId: string | undefined
  /** It fits the preset and the dates of that extraction. */
  readonly fits: boolean
  readonly isErased: boolean
}

/** The first state of a record by when it was recorded, whenever this database was told of it. */
export interface FirstState {
  readonly recordId: number
  readonly recordedFrom: Date
  readonly enteredAt: Date
  readonly importId: string | undefined
}

/** The records that differ between two kept extractions, of those the actor may see. */
export async function differingRecords(
  tx: Transaction,
  preset: Preset,
  a: string,
  b: string,
): Promise<readonly DifferingRecord[]> {
  const held = (id: string): RawBuilder<unknown> => sql`(
    select s.record_id, s.id from ${sql.table(stateTable(preset.record))} s where s.id in (${heldStates(id)}))`
  const { rows } = await sql<DifferingRecord>`
    select record_id as "recordId", a.id is not null as "inA", b.id is not null as "inB"
    from ${held(a)} a full join ${held(b)} b using (record_id)
    where a.id is distinct from b.id`.execute(tx)
  return rows
}

/** The states of some records that an extraction knew. */
export async function knownRows(
  tx: Transaction,
  scope: ExtractionScope,
  recordIds: readonly number[],
): Promise<ReadonlyMap<number, KnownRow>> {
  const { record } = scope.preset
  const { rows } = await sql<StateRow & { _record: number; _import: string | null; _fits: boolean; _erased: boolean }>`
    select s.record_id as _record, s.import_id as _import, (${scopeCondition(scope)} and s.in_error is null) as _fits,
      exists (select from ${sql.table(record.table)} head where head.id = s.record_id and head.erased_at is not null) as _erased,
      ${stateColumns(record)}
    from ${stateSource(record)}
    where s.record_id = any (${recordIds}::bigint[])
      and ${knownState({ ...knowledgeOf(scope), withErrors: true }, stateTable(record))}`.execute(tx)
  const known = rows.map(row => ({
    recordId: row._record,
    state: toState(record, row),
    importId: row._import ?? undefined,
    fits: row._fits,
    isErased: row._erased,
  }))
  return new Map(known.map(row => [row.recordId, row]))
}

/** The first state of each of some records. */
export async function firstStates(
  tx: Transaction,
  { record }: Preset,
  recordIds: readonly number[],
): Promise<ReadonlyMap<number, FirstState>> {
  const { rows } = await sql<Omit<FirstState, 'importId'> & { importId: string | null }>`
    select distinct on (record_id) record_id as "recordId", recorded_from as "recordedFrom", entered_at as "enteredAt",
      import_id as "importId"
    from ${sql.table(stateTable(record))} where record_id = any (${recordIds}::bigint[])
    order by record_id, recorded_from`.execute(tx)
  return new Map(rows.map(row => [row.recordId, { ...row, importId: row.importId ?? undefined }]))
}
