import { formulaStarts, withFormulaGuard } from './formula-guard.ts'
import type { RowWriter } from './row-writer.ts'

// A first value that starts with a byte order mark would lose it when read, unless a quote mark stands before it.
const quotedValue = /[",\r\n]|^\uFEFF/

/** Nearly every value has none of what is guarded or quoted: one look tells. */
const plainValue = new RegExp(String.raw`^[^'${formulaStarts}\uFEFF",][^",\r\n]*$`)

/**
 * Writes CSV as RFC 4180 has it: UTF-8 without a byte order mark, a header row, CR LF after every row, values quoted where
 * they must be. Values that a spreadsheet could run as a formula get an apostrophe (see `withFormulaGuard`), which `readDelimited`
 * takes off, so that text comes back exactly as it was. A row must have a value for every column: anything else throws.
 */
export function csvWriter(columns: readonly string[]): RowWriter<readonly string[]> {
  const text = (rows: readonly (readonly string[])[]): string => {
    let written = ''
    for (const row of rows) {
      if (row.length !== columns.length) {
        throw new Error(`A row has ${row.length} values for ${columns.length} columns`)
      }
      written += `${row.map(csvValue).join(',')}\r\n`
    }
    return written
  }
  return {
    contentType: 'text/csv; charset=utf-8',
    extension: 'csv',
    opening: text([columns]),
    batch: text,
    closing: '',
  }
}

function csvValue(value: string): string {
  if (value === '' || plainValue.test(value)) return value
  const guarded = withFormulaGuard(value)
  return quotedValue.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
