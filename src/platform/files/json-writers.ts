import type { RowWriter } from './row-writer.ts'

/** Writes each row as one line of JSON (newline-delimited JSON, each line ended by LF). Rows must be values that JSON has. */
export function jsonLinesWriter(): RowWriter<object> {
  return {
    contentType: 'application/x-ndjson',
    extension: 'ndjson',
    opening: '',
    batch: rows => rows.map(row => `${JSON.stringify(row)}\n`).join(''),
    closing: '',
  }
}

/** Writes all rows as one JSON array, a line for each row; no rows give an empty array. Rows must be values that JSON has. */
export function jsonArrayWriter(): RowWriter<object> {
  return {
    contentType: 'application/json; charset=utf-8',
    extension: 'json',
    opening: '[',
    batch: (rows, position) => {
      const lines = rows.map(row => JSON.stringify(row)).join(',\n')
      return `${position === 0 ? '' : ','}\n${lines}`
    },
    closing: '\n]\n',
  }
}
