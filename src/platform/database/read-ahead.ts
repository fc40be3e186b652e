/**
 * Gives what comes from the database batch by batch, and has the next one fetched while one is worked on. Until the last has
 * come, nothing else may be asked of the same transaction.
 */
export async function* readAhead<Batch>(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  const source = batches[Symbol.asyncIterator]()
  let coming = fetched(source)
  try {
    for (;;) {
      const came = await coming
      if (came.done === true) return
      coming = fetched(source)
      yield came.value
    }
  } finally {
    await coming.catch(() => undefined)
    await source.return?.()
  }
}

/** What fails while nobody waits for it yet is told when it is asked for, and must not end the program before. */
function fetched<Batch>(source: AsyncIterator<Batch>): Promise<IteratorResult<Batch>> {
  const next = source.next()
  next.catch(() => undefined)
  return next
}
