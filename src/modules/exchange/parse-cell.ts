import type { OrganisationIndex } from '#modules/organisations'
import {
  type CellResult,
  cleanText,
  foldLabel,
  isBlank,
  parseChoiceCell,
  parseCountCell,
  parseDayCell,
  parseMoneyCell,
  shown,
} from '#platform/files'
import type { Field, FieldKind, FieldValue } from '#platform/record'

/** A cell as it is kept: its value in the table, and what rules across a row read (an organisation by its name). */
export interface ParsedCell {
  readonly stored: FieldValue
  readonly read: FieldValue
}

const longestName = 200
const longestReference = 100
const emailForm = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/u

/**
 * Reads one cell by its field's kind. An empty cell is what the declaration says a record otherwise has, or nothing where the
 * field is optional; anywhere else it is a problem.
 */
export function parseCell(field: Field, cell: string, organisations: OrganisationIndex): CellResult<ParsedCell> {
  if (!isBlank(cell)) return parseFilled(field, cell, organisations)
  if (field.otherwise !== undefined) return parseFilled(field, field.otherwise, organisations)
  return field.optional ? same(null) : { ok: false, problem: 'There is no value. Enter one' }
}

type CellReader = (field: Field, cell: string, organisations: OrganisationIndex) => CellResult<ParsedCell>

const readers: Readonly<Record<FieldKind, CellReader>> = {
  reference: (field, cell) => asRead(oneLine(cell.trim(), field.max ?? longestReference)),
  link: (field, cell) => asRead(oneLine(cell.trim(), field.max ?? longestReference)),
  text: (field, cell) => asRead(cleanText(cell, { max: field.max ?? longestName })),
  choice: (field, cell) => asRead(parseChoiceCell(cell, field.options ?? [])),
  listed: (field, cell) => asRead(listed(field, cell)),
  organisation: (_field, cell, organisations) => organisation(cell, organisations),
  email: (field, cell) => asRead(email(cell.trim(), field.max ?? longestName)),
  day: (_field, cell) => asRead(parseDayCell(cell)),
  count: (_field, cell) => asRead(parseCountCell(cell)),
  money: (_field, cell) => asRead(parseMoneyCell(cell)),
}

function parseFilled(field: Field, cell: string, organisations: OrganisationIndex): CellResult<ParsedCell> {
  return readers[field.kind](field, cell, organisations)
}

function asRead(result: CellResult<string | number>): CellResult<ParsedCell> {
  return result.ok ? same(result.value) : result
}

function same(value: FieldValue): CellResult<ParsedCell> {
  return { ok: true, value: { stored: value, read: value } }
}

function oneLine(text: string, max: number): CellResult<string> {
  if (/[\r\n]/.test(text)) return { ok: false, problem: 'Must be on one line. Remove the line break' }
  return cleanText(text, { max })
}

/** Another value is kept as it came; a usual one is kept in its usual writing. */
function listed(field: Field, cell: string): CellResult<string> {
  const folded = foldLabel(cell)
  const usual = field.options?.find(option => foldLabel(option) === folded)
  return usual === undefined ? oneLine(cell.trim(), field.max ?? longestName) : { ok: true, value: usual }
}

function organisation(cell: string, organisations: OrganisationIndex): CellResult<ParsedCell> {
  const found = organisations.find(cell)
  if (found === undefined) {
    return { ok: false, problem: `${shown(cell.trim())} is not an organisation known here. Enter its name or its code` }
  }
  return { ok: true, value: { stored: found.id, read: found.name } }
}

function email(text: string, max: number): CellResult<string> {
  const clean = oneLine(text, max)
  if (!clean.ok) return clean
  if (emailForm.test(clean.value)) return { ok: true, value: clean.value.toLowerCase() }
  return { ok: false, problem: `${shown(text)} is not an email address. Enter one such as name@force.example` }
}
