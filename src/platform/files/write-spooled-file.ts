import { inBatches, type RowWriter, writeBatches } from './row-writer.ts'
import { type SpooledFile, spoolChunks } from './spool.ts'

/** A temporary file of rows, with how many there are. */
export interface WrittenFile extends SpooledFile {
  readonly rows: number
}

/**
 * Writes rows to a temporary file, so that the transaction they come from can end before the first byte goes out. Nothing is
 * left when the rows fail. Whoever asked for the file removes it with `removeSpooled`.
 */
export async function writeSpooledFile<Row>(
  writer: RowWriter<Row>,
  rows: AsyncIterable<Row> | Iterable<Row>,
  options: { readonly folder?: string } = {},
): Promise<WrittenFile> {
  return writeSpooledBatches(writer, inBatches(rows), options)
}

/** The same of rows that come in batches. */
export async function writeSpooledBatches<Row>(
  writer: RowWriter<Row>,
  batches: AsyncIterable<readonly Row[]>,
  options: { readonly folder?: string } = {},
): Promise<WrittenFile> {
  let count = 0
  const counted = async function* (): AsyncGenerator<readonly Row[]> {
    for await (const batch of batches) {
      count += batch.length
      yield batch
    }
  }
  const file = await spoolChunks(writeBatches(writer, counted()), options)
  if (file === undefined) throw new Error('A file without a limit was refused for its size')
  return { ...file, rows: count }
}
