import type { Transaction } from '#platform/database'
import {
  type CheckedRow,
  readRows,
  rejectedCsvWriter,
  type RejectedRow,
  type WrittenFile,
  writeSpooledFile,
} from '#platform/files'
import { problemsOfLines, type RecordDeclaration } from '#platform/record'

const rowsInBatch = 500

/** Writes the rows of a file that have a problem staged as CSV with the column Problem. Whoever asks removes the file. */
export async function writeRejectedRows(
  tx: Transaction,
  record: RecordDeclaration,
  path: string,
  header: readonly string[],
): Promise<WrittenFile> {
  return writeSpooledFile(rejectedCsvWriter(header), rejectedRows(tx, record, path))
}

async function* rejectedRows(tx: Transaction, record: RecordDeclaration, path: string): AsyncGenerator<RejectedRow> {
  let batch: CheckedRow[] = []
  for await (const item of readRows(path)) {
    if (item.kind !== 'row') continue
    batch.push(item)
    if (batch.length < rowsInBatch) continue
    yield* await rejectedOf(tx, record, batch)
    batch = []
  }
  yield* await rejectedOf(tx, record, batch)
}

async function rejectedOf(
  tx: Transaction,
  record: RecordDeclaration,
  rows: readonly CheckedRow[],
): Promise<readonly RejectedRow[]> {
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return []
  const problems = await problemsOfLines(tx, record, { from: first.line, to: last.line })
  const byLine = Map.groupBy(problems, problem => problem.line)
  return rows.flatMap(row => {
    const found = byLine.get(row.line)
    if (found === undefined) return []
    return [
      {
        cells: row.cells,
        problems: found.map(({ line, column, problem }) => ({ line, problem, ...(column === null ? {} : { column }) })),
      },
    ]
  })
}
