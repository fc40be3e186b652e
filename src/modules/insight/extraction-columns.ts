import { columnKind, fileValue } from '#platform/register-pages'
import type { SheetColumn } from '#platform/files'
import type { Field, FieldValue } from '#platform/record'
import type { ExtractedRow } from './extraction-rows-store.ts'
import type { Preset } from './preset.ts'

/** The columns of an extraction: the preset's own, when the state was recorded, and the handling its record then had. */
export function columnsOf(preset: Preset): readonly string[] {
  return [...fieldsOf(preset).map(([, field]) => field.label), 'Recorded at', 'Handling']
}

/** The same as the columns of a sheet. */
export function sheetColumnsOf(preset: Preset): readonly SheetColumn[] {
  return [
    ...fieldsOf(preset).map(([, field]) => ({ label: field.label, kind: columnKind(field) })),
    { label: 'Recorded at' },
    { label: 'Handling' },
  ]
}

/** Rows under those columns, as they stand in a file. These texts are what an extraction's hash is of. */
export function cellsOf(preset: Preset, rows: readonly ExtractedRow[]): readonly (readonly string[])[] {
  const fields = fieldsOf(preset)
  return rows.map(({ values, recordedAt, statedHandling }) => {
    const cells = fields.map(([name, field]) => fileValue(field, values[name] ?? null))
    cells.push(recordedAt, statedHandling)
    return cells
  })
}

/** A row as programs take it: fields by their declared names, whole pence, instants as ISO 8601. */
export function objectOf(preset: Preset, row: ExtractedRow): Readonly<Record<string, FieldValue>> {
  return {
    ...Object.fromEntries(preset.columns.map(name => [name, row.values[name] ?? null])),
    recordedAt: row.recordedAt,
    handling: row.statedHandling,
  }
}

function fieldsOf({ name: preset, record, columns }: Preset): readonly (readonly [string, Field])[] {
  return columns.map(name => {
    const field = record.fields[name]
    if (field === undefined) throw new Error(`The preset ${preset} has a column ${name} that its register has not.`)
    return [name, field]
  })
}
