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
import type { Field, FieldKind, FieldValue } from './declaration.ts'

/** A value as it is kept: as it stands in the table, and as rules across fields read it (an organisation by its name). */
export interface ParsedField {
  readonly stored: FieldValue
  readonly read: FieldValue
}

/** Finds an organisation by what people call it. */
export interface OrganisationFinder {
  readonly find: (text: string) => { readonly id: number; readonly name: string } | undefined
}

const longestName = 200
const longestReference = 100
const emailForm = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/u

/**
 * Reads one value by its field's kind: the cell of a file, the answer to a form's question, a member of a program's JSON. An empty
 * one is what the declaration says a record otherwise has, or nothing where the field is optional; anywhere else it is a problem.
 */
export function parseField(field: Field, text: string, organisations: OrganisationFinder): CellResult<ParsedField> {
  if (!isBlank(text)) return parseFilled(field, text, organisations)
  if (field.otherwise !== undefined) return parseFilled(field, field.otherwise, organisations)
  return field.optional ? same(null) : { ok: false, problem: 'There is no value. Enter one' }
}

type Reader = (field: Field, text: string, organisations: OrganisationFinder) => CellResult<ParsedField>

const readers: Readonly<Record<FieldKind, Reader>> = {
  reference: (field, text) => asRead(oneLine(text.trim(), field.max ?? longestReference)),
  link: (field, text) => asRead(oneLine(text.trim(), field.max ?? longestReference)),
  text: (field, text) => asRead(cleanText(text, { max: field.max ?? longestName })),
  choice: (field, text) => asRead(parseChoiceCell(text, field.options ?? [])),
  listed: (field, text) => asRead(listed(field, text)),
  organisation: (_field, text, organisations) => organisation(text, organisations),
  email: (field, text) => asRead(email(text.trim(), field.max ?? longestName)),
  day: (_field, text) => asRead(parseDayCell(text)),
  count: (_field, text) => asRead(parseCountCell(text)),
  money: (_field, text) => asRead(parseMoneyCell(text)),
}

function parseFilled(field: Field, text: string, organisations: OrganisationFinder): CellResult<ParsedField> {
  return readers[field.kind](field, text, organisations)
}

function asRead(result: CellResult<string | number>): CellResult<ParsedField> {
  return result.ok ? same(result.value) : result
}

function same(value: FieldValue): CellResult<ParsedField> {
  return { ok: true, value: { stored: value, read: value } }
}

function oneLine(text: string, max: number): CellResult<string> {
  if (/[\r\n]/.test(text)) return { ok: false, problem: 'Must be on one line. Remove the line break' }
  return cleanText(text, { max })
}

/** Another value is kept as it came; a usual one is kept in its usual writing. */
function listed(field: Field, text: string): CellResult<string> {
  const folded = foldLabel(text)
  const usual = field.options?.find(option => foldLabel(option) === folded)
  return usual === undefined ? oneLine(text.trim(), field.max ?? longestName) : { ok: true, value: usual }
}

function organisation(text: string, organisations: OrganisationFinder): CellResult<ParsedField> {
  const found = organisations.find(text)
  if (found === undefined) {
    return { ok: false, problem: `${shown(text.trim())} is not an organisation known here. Enter its name or its code` }
  }
  return { ok: true, value: { stored: found.id, read: found.name } }
}

function email(text: string, max: number): CellResult<string> {
  const clean = oneLine(text, max)
  if (!clean.ok) return clean
  if (emailForm.test(clean.value)) return { ok: true, value: clean.value.toLowerCase() }
  return { ok: false, problem: `${shown(text)} is not an email address. Enter one such as name@force.example` }
}
