import { type CheckedRow, checkRow, type FileForm } from './check-row.ts'
import { isBlank } from './clean-text.ts'
import { grouped } from './grouped.ts'
import type { FileLimits } from './limits.ts'
import type { FileProblem } from './problem.ts'
import type { ParsedRow } from './row-steps.ts'

/**
 * What reading a file gives, in this order: the header once, then rows, then `stopped` if the rest (or all) of the file can't
 * be read. A row with problems has been read all the same and the reading goes on. Warnings are for the author to know; what
 * they are about is read.
 */
export type DelimitedItem =
  | {
      readonly kind: 'header'
      readonly line: number
      readonly cells: readonly string[]
      readonly warnings?: readonly FileProblem[]
    }
  | ({ readonly kind: 'row'; readonly warnings?: readonly FileProblem[] } & CheckedRow)
  | { readonly kind: 'stopped'; readonly problem: FileProblem }

/** Makes items of rows as they come: the first that says anything is the header. */
export interface RowSorter {
  /** The items that rows make; after one that is `stopped`, no more. */
  readonly take: (rows: readonly ParsedRow[]) => readonly DelimitedItem[]
  readonly hasHeader: () => boolean
}

/** @param form how the file separates values: a sheet's rows end where their last value is. */
export function rowSorter(limits: FileLimits, form: FileForm): RowSorter {
  let header: readonly string[] | undefined
  let firstBlank: number | undefined
  let isStopped = false

  const takeHeader = (row: ParsedRow): DelimitedItem => {
    const item = headerItem(row, limits, form)
    if (item.kind === 'header') header = item.cells
    isStopped = item.kind === 'stopped'
    return item
  }
  const takeRow = (row: ParsedRow): readonly DelimitedItem[] => {
    if (isStopped) return []
    if (row.cells.every(isBlank)) {
      firstBlank ??= row.line
      return []
    }
    if (header === undefined) return [takeHeader(row)]
    const checked: DelimitedItem = { kind: 'row', ...checkRow(row, header, limits, form) }
    if (firstBlank === undefined) return [checked]
    const blank = blankItem(firstBlank, row.line - 1)
    firstBlank = undefined
    return [blank, checked]
  }
  return { take: rows => rows.flatMap(takeRow), hasHeader: () => header !== undefined }
}

function headerItem(row: ParsedRow, limits: FileLimits, form: FileForm): DelimitedItem {
  const { line, cells } = row
  if (line > 1) return stoppedAt(1, `The first ${words[form]} is empty. Put the header row on the first ${words[form]}`)
  if (cells.length > limits.columns) {
    const count = form === 'sheet' ? `more than ${limits.columns}` : grouped(cells.length)
    return stoppedAt(
      line,
      `The header has ${count} columns. The most is ${limits.columns}: remove columns that are not needed`,
    )
  }
  const checked = checkRow(row, cells, limits, form)
  const problem = checked.problems[0]
  return problem === undefined ? { kind: 'header', line, cells: checked.cells } : { kind: 'stopped', problem }
}

const words: Readonly<Record<FileForm, string>> = { delimited: 'line', sheet: 'row' }

function stoppedAt(line: number, problem: string): DelimitedItem {
  return { kind: 'stopped', problem: { line, problem } }
}

function blankItem(first: number, last: number): DelimitedItem {
  const lines = first === last ? 'This line is empty' : `Lines ${first} to ${last} are empty`
  return {
    kind: 'row',
    line: first,
    cells: [],
    problems: [{ line: first, problem: `${lines}. Remove empty lines between rows` }],
  }
}
