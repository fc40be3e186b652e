import { foldLabel, type SheetColumn, type WorkbookSheet, withoutFormulaGuard } from '#platform/files'
import type { RecordDeclaration } from '#platform/record'
import { fileColumns } from './file-columns.ts'
import { splitPasted } from './split-pasted.ts'

/** Most bytes that are taken from a page. */
const mostPasted = 2 * 1024 * 1024

/** Where the names of the columns came from. */
export type PastedHeader = 'first row' | 'template'

export type PastedRows =
  | { readonly ok: true; readonly sheet: WorkbookSheet; readonly header: PastedHeader; readonly rows: number }
  | { readonly ok: false; readonly problem: string }

/**
 * Rows that were copied from a spreadsheet, as a sheet that is imported like a file. A first row that names the columns of the
 * register is the header; otherwise the columns are those of the template, in its order. Empty rows at the end are left out; row numbers
 * are those of what was copied, with a header row before it where it had none.
 */
export function readPasted(record: RecordDeclaration, text: string): PastedRows {
  if (Buffer.byteLength(text) > mostPasted) {
    return { ok: false, problem: 'That is more than 2 MB. Save the rows as a file and send it' }
  }
  const rows = splitPasted(text).map(row => row.map(withoutFormulaGuard))
  while (rows.at(-1)?.every(cell => cell.trim() === '')) rows.pop()
  const first = rows[0]
  if (first === undefined) return { ok: false, problem: 'Paste the rows that you copied in a spreadsheet' }
  const labels = fileColumns(record).map(column => column.label)
  const header: PastedHeader = namesColumns(first, labels) ? 'first row' : 'template'
  if (header === 'first row')
    return { ok: true, header, rows: rows.length - 1, sheet: sheetOf(record, first, rows.slice(1)) }
  if (widest(rows) === 1) {
    return {
      ok: false,
      problem: 'That is only one column. Select all columns of the rows in the spreadsheet, copy and paste them',
    }
  }
  return { ok: true, header, rows: rows.length, sheet: sheetOf(record, labels, rows) }
}

/** A value may be the same as a label ('SOC'), but no row is without its reference and its moment. */
function namesColumns(first: readonly string[], labels: readonly string[]): boolean {
  const known = new Set(labels.map(foldLabel))
  const named = first.filter(cell => known.has(foldLabel(cell)))
  const telling = new Set(labels.slice(0, 2).map(foldLabel))
  return named.some(cell => telling.has(foldLabel(cell))) || named.length * 2 > first.length
}

function sheetOf(
  record: RecordDeclaration,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): WorkbookSheet {
  // What stands to the right of the header is kept for the check to name.
  const width = Math.max(header.length, widest(rows))
  const columns: readonly SheetColumn[] = Array.from({ length: width }, (_none, place) => ({
    label: header[place] ?? '',
  }))
  return { name: record.plural, columns, rows }
}

function widest(rows: readonly (readonly string[])[]): number {
  return rows.reduce((most, row) => Math.max(most, row.length), 0)
}
