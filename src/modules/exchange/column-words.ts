import { type Field, type RecordDeclaration, statableFields } from '#platform/record'
import { handlingColumn, handlingsInFiles, recordedAtColumn } from './file-columns.ts'

/** What stands in a column of a register's files, for people who fill one in. */
export interface ColumnWords {
  readonly label: string
  readonly optional: boolean
  readonly says: string
}

/** Says what stands in each column of a register's files. */
export function columnWords(record: RecordDeclaration): readonly ColumnWords[] {
  const fields = statableFields(record).map(([, field]) => ({
    label: field.label,
    optional: field.optional === true || field.whenUnstated !== undefined,
    says: fieldWords(field),
  }))
  const recordedAt = {
    label: recordedAtColumn,
    optional: false,
    says: 'date and time with its zone, as text, such as 2026-11-22T09:30:00Z',
  }
  const handling = `${handlingsInFiles.join(', ')}; Region when it is never stated`
  return [
    ...fields.slice(0, 1),
    recordedAt,
    ...fields.slice(1),
    ...(record.within === undefined ? [{ label: handlingColumn, optional: true, says: handling }] : []),
  ]
}

function fieldWords(field: Field): string {
  if (field.kind === 'choice') return field.options?.join(', ') ?? ''
  if (field.kind === 'text') return `text of at most ${field.max ?? 200} characters`
  return kindWords[field.kind] ?? ''
}

const kindWords: Readonly<Record<string, string>> = {
  reference: 'the record’s own reference',
  link: 'the other record’s reference',
  listed: 'usually one of the list; others are kept as they are',
  organisation: 'its name or PNC code',
  day: 'a date such as 2026-11-22',
  count: 'a whole number',
  money: 'pounds, such as 4800.50',
  email: 'an email address',
}
