import { csvWriter, type HeaderColumn } from '#platform/files'
import { type RecordDeclaration, statableFields } from '#platform/record'

/** The column that says when a state was recorded: an instant with its zone. */
export const recordedAtColumn = 'Recorded at'

/** The column, which a file need not have, that says how the record is to be handled from then on. */
export const handlingColumn = 'Handling'

/** Handlings that a file can state: a record for named people needs their names, which no column holds. */
export const handlingsInFiles = ['Shared', 'Region', 'Organisation'] as const

/** The columns of a register's import files: when it was recorded, every field of the record, and its handling. */
export function fileColumns(record: RecordDeclaration): readonly HeaderColumn[] {
  const fields = statableFields(record).map(([, field]) => ({
    label: field.label,
    required: field.optional !== true && field.whenUnstated === undefined,
  }))
  const [reference, ...others] = fields
  return [
    ...(reference === undefined ? [] : [reference]),
    { label: recordedAtColumn, required: true },
    ...others,
    // A part is handled as its whole is.
    ...(record.within === undefined ? [{ label: handlingColumn, required: false }] : []),
  ]
}

/** An empty import file of a register: its header row. */
export function templateCsv(record: RecordDeclaration): string {
  return csvWriter(fileColumns(record).map(column => column.label)).opening
}
