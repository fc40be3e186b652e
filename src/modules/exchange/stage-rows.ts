import { sql } from 'kysely'
import type { Transaction } from '#platform/database'
import {
  type Field,
  fieldsOf,
  type FieldKind,
  type FieldValue,
  type RecordDeclaration,
  stagedColumns,
  stagedTable,
} from '#platform/record'
import type { StagedRow } from './read-row.ts'

/** Adds rows to the transaction's staged ones: one statement, one array a column. */
export async function stageRows(tx: Transaction, record: RecordDeclaration, rows: readonly StagedRow[]): Promise<void> {
  if (rows.length === 0) return
  const arrays = [
    sql`${rows.map(row => row.line)}::integer[]`,
    sql`${rows.map(row => row.recordedAt.toISOString())}::timestamptz[]`,
    sql`${rows.map(row => row.handling)}::text[]`,
    ...fieldsOf(record).map(([name, field]) =>
      fieldArray(
        field,
        rows.map(row => row.values[name] ?? null),
      ),
    ),
  ]
  const columns = sql.join(stagedColumns(record).map(column => sql.ref(column)))
  await sql`insert into ${sql.table(stagedTable(record))} (${columns}) select * from unnest(${sql.join(arrays)})`.execute(
    tx,
  )
}

const arrayTypes: Partial<Record<FieldKind, string>> = {
  organisation: 'integer[]',
  count: 'integer[]',
  money: 'bigint[]',
  day: 'date[]',
}

function fieldArray(field: Field, values: readonly FieldValue[]) {
  return sql`${values}::${sql.raw(arrayTypes[field.kind] ?? 'text[]')}`
}
