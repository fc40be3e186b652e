import { fileValue } from '#platform/register-pages'
import { fieldsOf, type FieldValue, type RecordDeclaration } from '#platform/record'
import type { ExtractedRow } from './extraction-rows-store.ts'

/** The columns of an extraction: the register's own, when the state was recorded, and the handling its record then had. */
export function columnsOf(record: RecordDeclaration): readonly string[] {
  return [...fieldsOf(record).map(([, field]) => field.label), 'Recorded at', 'Handling']
}

/** A row under those columns, as it stands in a file. These texts are what an extraction's hash is of. */
export function cellsOf(record: RecordDeclaration, row: ExtractedRow): readonly string[] {
  return [
    ...fieldsOf(record).map(([name, field]) => fileValue(field, row.state.values[name] ?? null)),
    row.state.recordedFrom.toISOString(),
    row.statedHandling,
  ]
}

/** A row as programs take it: fields by their declared names, whole pence, instants as ISO 8601. */
export function objectOf(record: RecordDeclaration, row: ExtractedRow): Readonly<Record<string, FieldValue>> {
  return {
    ...Object.fromEntries(fieldsOf(record).map(([name]) => [name, row.state.values[name] ?? null])),
    recordedAt: row.state.recordedFrom.toISOString(),
    handling: row.statedHandling,
  }
}
