import { setImmediate as nextTurn } from 'node:timers/promises'
import { type CheckedRow, checkRow } from './check-row.ts'
import { isBlank } from './clean-text.ts'
import { grouped } from './grouped.ts'
import { type FileLimits, fileLimits } from './limits.ts'
import { type ParsedRows, rowParser } from './parse-rows.ts'
import type { FileProblem } from './problem.ts'
import { readUtf8Chunks } from './read-utf8-chunks.ts'
import { refuseFormat } from './refuse-format.ts'
import type { ParsedRow } from './row-steps.ts'

/**
 * What reading a file gives, in this order: the header once, then rows, then `stopped` if the rest (or all) of the file can't
 * be read. A row with problems has been read all the same and the reading goes on.
 */
export type DelimitedItem =
  | { readonly kind: 'header'; readonly line: number; readonly cells: readonly string[] }
  | ({ readonly kind: 'row' } & CheckedRow)
  | { readonly kind: 'stopped'; readonly problem: FileProblem }

/**
 * Reads a CSV file (UTF-8, RFC 4180, header on line 1) row by row with physical line numbers; never holds more than a chunk
 * and a row of it, and lets other work run between chunks. A row whose cells are all empty is an empty line: at the end of the
 * file it is ignored, in between it comes as one row without cells, for the whole run of them, with its problem. Rejects only
 * when the file can't be opened or read at all.
 */
export async function* readDelimited(
  path: string,
  options: { readonly limits?: Partial<FileLimits> } = {},
): AsyncGenerator<DelimitedItem> {
  const limits = { ...fileLimits, ...options.limits }
  const refusal = await refuseFormat(path, limits)
  if (refusal !== undefined) {
    yield { kind: 'stopped', problem: refusal }
    return
  }

  const sorter = rowSorter(limits)
  for await (const { rows, problem } of parsedRows(path, limits)) {
    const items = sorter.take(rows)
    for (const [place, item] of items.entries()) {
      yield item
      if (place % itemsInTurn === itemsInTurn - 1) await nextTurn()
    }
    if (items.at(-1)?.kind === 'stopped') return
    if (problem !== undefined) {
      yield { kind: 'stopped', problem }
      return
    }
    await nextTurn()
  }
  if (!sorter.hasHeader()) yield { kind: 'stopped', problem: { problem: onlyBlankLines } }
}

// Short rows: so many of them are in one chunk that whoever takes them would keep other work waiting.
const itemsInTurn = 500

const onlyBlankLines = 'The file has only empty lines. Choose a file with a header row and rows'

async function* parsedRows(path: string, limits: FileLimits): AsyncGenerator<ParsedRows> {
  const parser = rowParser(limits)
  for await (const piece of readUtf8Chunks(path)) {
    if (!Buffer.isBuffer(piece)) {
      yield { rows: [], problem: piece }
      return
    }
    const parsed = parser.feed(piece.toString('utf8'))
    yield parsed
    if (parsed.problem !== undefined) return
  }
  yield parser.end()
}

interface RowSorter {
  /** The items that rows make; after one that is `stopped`, no more. */
  readonly take: (rows: readonly ParsedRow[]) => readonly DelimitedItem[]
  readonly hasHeader: () => boolean
}

function rowSorter(limits: FileLimits): RowSorter {
  let header: readonly string[] | undefined
  let firstBlank: number | undefined
  let isStopped = false

  const takeHeader = (row: ParsedRow): DelimitedItem => {
    const item = headerItem(row, limits)
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
    const checked: DelimitedItem = { kind: 'row', ...checkRow(row, header, limits) }
    if (firstBlank === undefined) return [checked]
    const blank = blankItem(firstBlank, row.line - 1)
    firstBlank = undefined
    return [blank, checked]
  }
  return { take: rows => rows.flatMap(takeRow), hasHeader: () => header !== undefined }
}

function headerItem(row: ParsedRow, limits: FileLimits): DelimitedItem {
  const { line, cells } = row
  if (line > 1) return stoppedAt(1, 'The first line is empty. Put the header row on the first line')
  if (cells.length > limits.columns) {
    const count = grouped(cells.length)
    return stoppedAt(
      line,
      `The header has ${count} columns. The most is ${limits.columns}: remove columns that are not needed`,
    )
  }
  const checked = checkRow(row, cells, limits)
  const problem = checked.problems[0]
  return problem === undefined ? { kind: 'header', line, cells: checked.cells } : { kind: 'stopped', problem }
}

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
