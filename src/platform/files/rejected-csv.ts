import { csvWriter } from './csv-writer.ts'
import { foldLabel } from './fold-label.ts'
import type { FileProblem } from './problem.ts'
import type { RowWriter } from './row-writer.ts'
import { shown } from './show-value.ts'

const problemColumn = 'Problem'

/** A row that was not taken, with why. */
export interface RejectedRow {
  readonly cells: readonly string[]
  readonly problems: readonly FileProblem[]
}

/**
 * Writes rows that were not taken as CSV with the file's own columns and, last, a column `Problem` that lists what is wrong
 * with each, so that the file can be mended and sent again (a column `Problem` of an earlier time is replaced). Every row gets
 * the header's width: a short one is filled up, and the values of a long one that have no column are named in its Problem.
 */
export function rejectedCsvWriter(header: readonly string[]): RowWriter<RejectedRow> {
  const places = [...header.keys()].filter(place => foldLabel(header[place] ?? '') !== foldLabel(problemColumn))
  const csv = csvWriter([...places.map(place => header[place] ?? ''), problemColumn])
  const rejected = (row: RejectedRow): readonly string[] => [
    ...places.map(place => row.cells[place] ?? ''),
    [...row.problems.map(problemText), ...valuesWithoutColumn(row.cells.slice(header.length))].join('. '),
  ]
  return { ...csv, batch: (rows, position) => csv.batch(rows.map(rejected), position) }
}

function problemText({ column, problem }: FileProblem): string {
  return column === undefined ? problem : `${column}: ${problem}`
}

function valuesWithoutColumn(cells: readonly string[]): readonly string[] {
  if (cells.length === 0) return []
  const named = cells.slice(0, 20).map(shown).join(', ')
  return [`Values without a column: ${named}${cells.length > 20 ? ' and more' : ''}`]
}
