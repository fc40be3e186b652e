import { grouped } from './grouped.ts'
import { type FileLimits, rowCharacters } from './limits.ts'
import type { FileProblem } from './problem.ts'
import { endFile, lineBreaks, type ParsedRow, type QuoteFault, readOn, type Reading, startOfFile } from './row-steps.ts'
import { printable } from './show-value.ts'

/** What a piece of a file gave: whole rows, and what makes the rest of the file unreadable. */
export interface ParsedRows {
  readonly rows: readonly ParsedRow[]
  readonly problem?: FileProblem
}

/** Takes a file's text piece by piece, cut anywhere. After a problem, or `end`, it must not be fed again. */
export interface RowParser {
  readonly feed: (text: string) => ParsedRows
  readonly end: () => ParsedRows
}

/**
 * A parser of RFC 4180 rows: line ends may be CR LF, LF or CR, a byte order mark at the start is skipped, an empty line is a
 * row of one empty cell. A row far over the limits ends the reading, so that an open quote or a line of commas is never read
 * into memory whole. (Ours, and csv-parse is the tests' yardstick: a row of another length than the first costs csv-parse some
 * 30 microseconds, so that a file of empty lines stops all other work, and it counts a CR LF inside quotes as two lines.)
 */
export function rowParser(limits: FileLimits): RowParser {
  const reading = startOfFile()
  let header: readonly string[] | undefined
  let unfinished = 0

  const result = (problem: FileProblem | undefined): ParsedRows => {
    const rows = reading.rows
    reading.rows = []
    header ??= rows[0]?.cells
    if (problem === undefined) return { rows }
    const column = header?.[reading.cells.length]
    return { rows, problem: column === undefined ? problem : { ...problem, column: printable(column) } }
  }
  return {
    feed: text => {
      reading.rowStart = -unfinished
      readOn(reading, text)
      unfinished = text.length - reading.rowStart
      const isEndless = unfinished > rowCharacters(limits)
      return result(quoteProblem(reading) ?? (isEndless ? endlessRow(reading, limits) : undefined))
    },
    end: () => {
      endFile(reading)
      return result(quoteProblem(reading))
    },
  }
}

const quoteProblems: Readonly<Record<QuoteFault, string>> = {
  'never closed': 'The quote mark (") that opens this value is never closed. Close it',
  'not doubled': 'A quote mark (") inside a quoted value is not doubled. Write it twice ("")',
  'inside a plain value':
    'A quote mark (") is inside a value that does not start with one. Put the whole value in quote marks and write each one inside it twice ("")',
}

function quoteProblem({ fault, line, cells, field }: Reading): FileProblem | undefined {
  if (fault === undefined) return undefined
  const cellLine = line + lineBreaks(cells)
  return { line: fault === 'not doubled' ? cellLine + lineBreaks([field]) : cellLine, problem: quoteProblems[fault] }
}

function endlessRow({ line, cells, mode }: Reading, limits: FileLimits): FileProblem {
  const size = `${grouped(rowCharacters(limits))} characters`
  if (mode !== 'quoted')
    return { line, problem: `The row is longer than ${size}. Check that every row ends with a line break` }
  const problem = `The quote mark (") that opens this value is not closed within ${size}. Close it, or shorten the value`
  return { line: line + lineBreaks(cells), problem }
}
