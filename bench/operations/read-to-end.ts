/** What came of an answer that was read to its last byte, and kept nowhere. */
export interface ReadAnswer {
  readonly lines: number
  readonly bytes: number
}

/** Reads an answer as quickly as it comes. */
export async function readToEnd({ body }: Response): Promise<ReadAnswer> {
  let [lines, bytes] = [0, 0]
  if (body === null) return { lines, bytes }
  for await (const chunk of body) {
    bytes += chunk.byteLength
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1
  }
  return { lines, bytes }
}
