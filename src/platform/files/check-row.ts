import { firstCharacters, isLongerThan } from './count-characters.ts'
import { withoutFormulaGuard } from './formula-guard.ts'
import { grouped } from './grouped.ts'
import type { FileLimits } from './limits.ts'
import type { FileProblem } from './problem.ts'
import type { ParsedRow } from './row-steps.ts'
import { printable } from './show-value.ts'
import { columnLetters } from './workbook/cell-name.ts'

/** A row with what is wrong with its form. */
export interface CheckedRow {
  /** Physical line that the row starts on, from 1. */
  readonly line: number
  /**
   * The cells as typed, except that what can't be kept is made storable: a cell over the limit ends there, a NUL is U+FFFD,
   * cells past the most columns are left out. Each such change has its problem.
   */
  readonly cells: readonly string[]
  readonly problems: readonly FileProblem[]
}

/** How a file separates values: by commas, or into the cells of a sheet, where empty ones at a row's end are not there. */
export type FileForm = 'delimited' | 'sheet'

/** Checks a row's number of cells against the header's, and each cell's length and NULs; takes the formula guard off. */
export function checkRow(
  given: ParsedRow,
  header: readonly string[],
  limits: FileLimits,
  form: FileForm = 'delimited',
): CheckedRow {
  const problems: FileProblem[] = []
  const row = form === 'sheet' ? filledUp(given, header.length) : given
  if (row.cells.length !== header.length) problems.push(wrongCount(row, header.length, form))

  const cells = row.cells.slice(0, limits.columns).map((raw, place) => {
    const cell = withoutFormulaGuard(raw)
    const wrong = problemsOfCell(cell, limits.fieldCharacters)
    if (wrong.length === 0) return cell
    const column = printable(header[place] ?? `Column ${place + 1}`)
    problems.push(...wrong.map(problem => ({ line: row.line, column, problem })))
    return firstCharacters(cell.replaceAll('\0', '\uFFFD'), limits.fieldCharacters)
  })
  return { line: row.line, cells, problems }
}

function filledUp(row: ParsedRow, width: number): ParsedRow {
  if (row.cells.length >= width) return row
  return { line: row.line, cells: [...row.cells, ...Array.from({ length: width - row.cells.length }, () => '')] }
}

function wrongCount({ line, cells }: ParsedRow, expected: number, form: FileForm): FileProblem {
  if (form === 'sheet') {
    const beyond = `The row has values to the right of the header’s last column (${columnLetters(expected)})`
    return { line, problem: `${beyond}. Remove them, or name their columns` }
  }
  const count = `The row has ${values(cells.length)} but the header has ${values(expected, 'column')}`
  const advice =
    cells.length < expected
      ? 'Add what is missing, or a comma for each empty value'
      : 'Put values that contain a comma in quote marks, or remove what is too many'
  return { line, problem: `${count}. ${advice}` }
}

function problemsOfCell(cell: string, most: number): readonly string[] {
  const problems: string[] = []
  if (cell.includes('\0')) problems.push('Contains a NUL character (U+0000). Remove it')
  if (isLongerThan(cell, most)) problems.push(`Must be ${grouped(most)} characters or fewer`)
  return problems
}

function values(count: number, noun = 'value'): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}
