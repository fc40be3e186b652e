import { setImmediate as nextTurn } from 'node:timers/promises'
import { type FileLimits, fileLimits } from './limits.ts'
import { type ParsedRows, rowParser } from './parse-rows.ts'
import { readUtf8Chunks } from './read-utf8-chunks.ts'
import { refuseFormat } from './refuse-format.ts'
import { type DelimitedItem, rowSorter } from './row-sorter.ts'

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

  const sorter = rowSorter(limits, 'delimited')
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
  if (!sorter.hasHeader()) yield onlyBlankLines
}

// Short rows: so many of them are in one chunk that whoever takes them would keep other work waiting.
const itemsInTurn = 500

const onlyBlankLines: DelimitedItem = {
  kind: 'stopped',
  problem: { problem: 'The file has only empty lines. Choose a file with a header row and rows' },
}

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
