import { setImmediate as nextTurn } from 'node:timers/promises'

/** How rows become the text of a file. Pure: the same rows give the same text, however they are cut into batches. */
export interface RowWriter<Row> {
  readonly contentType: string
  /** The file name's ending, without a full stop. */
  readonly extension: string
  readonly opening: string
  /** The text of some rows, of which the first has this position (from 0) among all rows. */
  readonly batch: (rows: readonly Row[], position: number) => string
  readonly closing: string
}

const rowsInBatch = 250

/**
 * The text of all rows in pieces, each made when it is asked for, so that slow readers hold the rows back. Other work runs
 * between pieces.
 */
export async function* writeRows<Row>(
  writer: RowWriter<Row>,
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string> {
  yield writer.opening
  let batch: Row[] = []
  let written = 0
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < rowsInBatch) continue
    yield writer.batch(batch, written)
    written += batch.length
    batch = []
    await nextTurn()
  }
  if (batch.length > 0) yield writer.batch(batch, written)
  yield writer.closing
}
