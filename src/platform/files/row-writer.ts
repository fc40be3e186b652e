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
  yield* writeBatches(writer, inBatches(rows))
}

/** The same of rows that come in batches: a piece for each. */
export async function* writeBatches<Row>(
  writer: RowWriter<Row>,
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield writer.opening
  let written = 0
  for await (const batch of batches) {
    if (batch.length === 0) continue
    yield writer.batch(batch, written)
    written += batch.length
    await nextTurn()
  }
  yield writer.closing
}

/** Rows that come one by one, some hundreds at a time. */
export async function* inBatches<Row>(rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < rowsInBatch) continue
    yield batch
    batch = []
  }
  yield batch
}

/** Rows that come in batches, one by one. */
export async function* oneByOne<Row>(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
  for await (const batch of batches) yield* batch
}
