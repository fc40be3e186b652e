import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import type { FileProblem } from './problem.ts'

// Parsing one chunk is the longest that reading a file keeps the program from other work: a millisecond or two.
const chunkBytes = 16 * 1024
const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * A file's bytes in chunks that are each valid UTF-8 and never end inside a character. At the first byte that is not UTF-8 it
 * gives the problem, with its line, and ends.
 */
export async function* readUtf8Chunks(path: string): AsyncGenerator<Buffer | FileProblem> {
  let line = 1
  let endedWithReturn = false
  let carried: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
    const whole = bytes.subarray(0, bytes.length - bytesOfUnfinishedCharacter(bytes))
    if (!isUtf8(whole)) {
      yield notUtf8(line + lineEndsBeforeFault(whole, endedWithReturn))
      return
    }
    if (whole.length > 0) yield whole
    line += countLineEnds(whole, endedWithReturn)
    endedWithReturn = whole.length === 0 ? endedWithReturn : whole.at(-1) === carriageReturn
    carried = bytes.subarray(whole.length)
  }
  if (carried.length > 0) yield notUtf8(line)
}

function notUtf8(line: number): FileProblem {
  const problem =
    'This line has characters that are not UTF-8. Save the file as “CSV UTF-8 (comma delimited)” and use that file'
  return { line, problem }
}

/** How many bytes at the end start a character whose other bytes are in the next chunk: 0 to 3. */
function bytesOfUnfinishedCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return lengthOfCharacter(byte) > back ? back : 0
  }
  return 0
}

function lengthOfCharacter(leadByte: number): number {
  if (leadByte >= 0xf0) return 4
  return leadByte >= 0xe0 ? 3 : 2
}

/** Line ends of any kind, CR LF counting once also when the chunk before ended between the two. */
function countLineEnds(bytes: Buffer, afterReturn: boolean): number {
  let count = 0
  let previous = afterReturn ? carriageReturn : 0
  // By index: an iterator over each byte of a large file takes several times as long.
  for (let place = 0; place < bytes.length; place++) {
    const byte = bytes[place] ?? 0
    if (byte === carriageReturn || (byte === lineFeed && previous !== carriageReturn)) count++
    previous = byte
  }
  return count
}

function lineEndsBeforeFault(bytes: Buffer, afterReturn: boolean): number {
  let start = 0
  for (const [place, byte] of bytes.entries()) {
    if (byte !== lineFeed && byte !== carriageReturn) continue
    if (!isUtf8(bytes.subarray(start, place))) break
    start = place + 1
  }
  return countLineEnds(bytes.subarray(0, start), afterReturn)
}
