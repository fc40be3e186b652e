import { dayOf } from '#platform/clock'
import { fileLimits, type SheetColumn, type WorkbookSheet, workbookLimits } from '#platform/files'
import type { Visit } from '#platform/http'
import { type Field, fieldsOf, type RecordDeclaration } from '#platform/record'
import { columnKind } from '#platform/register-pages'
import { formatCount } from '#ui'
import { type AllowedValues, allowedValues } from './allowed-values.ts'
import { columnWords } from './column-words.ts'
import { fileColumns, handlingColumn, recordedAtColumn } from './file-columns.ts'

const valuesSheet = 'Allowed values'

/**
 * An import file of a register to fill in: its header row with the allowed values to choose from, and, on sheets that are never
 * imported, those values, an example and notes.
 */
export async function templateWorkbook(visit: Visit, record: RecordDeclaration): Promise<readonly WorkbookSheet[]> {
  const allowed = await allowedValues(visit.tx, record, dayOf(visit.present))
  const columns = sheetColumns(record, allowed)
  return [
    { name: firstUpper(record.plural), columns, rows: [] },
    { name: valuesSheet, columns: allowed.map(({ label }) => ({ label, width: 32 })), rows: inColumns(allowed) },
    { name: 'Example', columns: columns.map(withoutChoices), rows: [exampleRow(visit, record, allowed)] },
    { name: 'Notes', columns: noteColumns, rows: notes(record) },
  ]
}

function sheetColumns(record: RecordDeclaration, allowed: readonly AllowedValues[]): readonly SheetColumn[] {
  const fields = new Map(fieldsOf(record).map(([, field]) => [field.label, field]))
  return fileColumns(record).map(({ label }) => {
    const field = fields.get(label)
    const place = allowed.findIndex(one => one.label === label)
    const list = allowed[place]
    const column: SheetColumn = { label, width: widthOf(field), kind: field === undefined ? 'text' : columnKind(field) }
    if (list === undefined || list.values.length === 0) return column
    const { values, othersAllowed } = list
    return { ...column, choices: { sheet: valuesSheet, column: place, count: values.length, othersAllowed } }
  })
}

function withoutChoices({ choices: _choices, ...column }: SheetColumn): SheetColumn {
  return column
}

function widthOf(field: Field | undefined): number {
  if (field === undefined) return 24
  return field.kind === 'text' ? 40 : Math.max(16, field.label.length + 4)
}

function inColumns(lists: readonly AllowedValues[]): readonly (readonly string[])[] {
  const longest = Math.max(...lists.map(({ values }) => values.length))
  return Array.from({ length: longest }, (_none, row) => lists.map(({ values }) => values[row] ?? ''))
}

/** A row that could be imported as it stands (a part: once its whole is here): by the visitor's own organisation, from its own first choices. */
function exampleRow(visit: Visit, record: RecordDeclaration, allowed: readonly AllowedValues[]): readonly string[] {
  const day = dayOf(visit.present)
  const values = new Map<string, string>([
    [recordedAtColumn, visit.present.toISOString()],
    [handlingColumn, 'Region'],
  ])
  const examples = Object.fromEntries(
    fieldsOf(record).map(([name, field]) => {
      const first = allowed.find(one => one.label === field.label)?.values[0] ?? ''
      return [name, name === record.ownerField ? visit.actor.organisation : exampleOf(field, record, first, day)]
    }),
  )
  for (const [name, value] of Object.entries(suitingRules(record, examples, visit.present))) {
    values.set(record.fields[name]?.label ?? name, value)
  }
  return fileColumns(record).map(({ label }) => values.get(label) ?? '')
}

/** The same with what the record's rules ask for filled in: what is optional was left empty. */
function suitingRules(record: RecordDeclaration, examples: Readonly<Record<string, string>>, present: Date) {
  const read = Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, value === '' ? null : value]))
  const asked = (record.rules ?? []).filter(({ problem }) => problem(read, present) !== undefined)
  const filled = asked.map(({ field }) => [field, record.fields[field]?.kind === 'link' ? exampleLink : ''] as const)
  return { ...examples, ...Object.fromEntries(filled) }
}

const exampleLink = 'EXAMPLE-2'

function exampleOf(field: Field, record: RecordDeclaration, first: string, day: string): string {
  if (field.optional && ['organisation', 'link', 'email', 'count'].includes(field.kind)) return ''
  const examples: Readonly<Record<Field['kind'], string>> = {
    reference: 'EXAMPLE-1',
    link: exampleLink,
    text: `An example of a ${record.noun}`,
    choice: first,
    listed: first,
    organisation: first,
    email: 'name@force.example',
    day,
    count: '3',
    money: '4800.50',
  }
  return examples[field.kind]
}

const noteColumns = [
  { label: 'About', width: 28 },
  { label: 'What to know', width: 110 },
] as const

function notes(record: RecordDeclaration): readonly (readonly string[])[] {
  const { columns, fieldCharacters, bytes } = fileLimits
  const { unpackedBytes, parts } = workbookLimits
  const megabytes = (count: number) => `${formatCount(count / 1024 / 1024)} MB`
  return [
    [
      'This workbook',
      'Only the first sheet is imported. Fill it in from its second row; the other sheets are to help.',
    ],
    [
      'Rows',
      `One row is one state of a ${record.noun}, whole, from the moment it was recorded. Rows may come in any order.`,
    ],
    ['Columns', 'Columns may come in any order. Those that are not named here are not read.'],
    ['Formulas', 'Formulas are taken as their text, never worked out. Paste values instead.'],
    ['Empty and merged cells', 'Leave no empty row between rows, and merge no cells.'],
    [
      'Limits',
      `${columns} columns, ${formatCount(fieldCharacters)} characters in a cell, ${megabytes(bytes)} a file; unpacked ${megabytes(unpackedBytes)} and ${formatCount(parts)} parts. For more, use CSV or several files.`,
    ],
    ...columnWords(record).map(({ label, optional, says }) => [
      `${label}${optional ? ' (optional)' : ''}`,
      firstUpper(says),
    ]),
  ]
}

function firstUpper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
