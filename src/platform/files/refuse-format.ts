import { open } from 'node:fs/promises'
import { type FileLimits, sizeInWords } from './limits.ts'
import type { FileProblem } from './problem.ts'

const headBytes = 4096
const advice = 'Save it as “CSV UTF-8 (comma delimited)” and use that file'

interface Signature {
  readonly bytes: readonly number[]
  readonly what: string
}

const signatures: readonly Signature[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'an Excel workbook or a zip file, not CSV' },
  { bytes: [0x50, 0x4b, 0x05, 0x06], what: 'an empty zip file, not CSV' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook or another Office document, not CSV' },
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], what: 'a PDF document, not CSV' },
  { bytes: [0x1f, 0x8b], what: 'a compressed (gzip) file, not CSV' },
  { bytes: [0xff, 0xfe], what: 'Unicode text in UTF-16, not UTF-8' },
  { bytes: [0xfe, 0xff], what: 'Unicode text in UTF-16, not UTF-8' },
]

/**
 * Why a file can't be CSV, judged by its size and its first bytes, or nothing: too large, empty, a workbook or another known
 * format, UTF-16 with or without a byte order mark, binary.
 */
export async function refuseFormat(path: string, limits: FileLimits): Promise<FileProblem | undefined> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size > limits.bytes) return tooLarge(limits.bytes)
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return problemOfHead(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

/** The refusal of a file that has more bytes than the limit. */
export function tooLarge(most: number): FileProblem {
  return {
    problem: `The file is larger than ${sizeInWords(most)}. Split it into smaller files, each with the header row`,
  }
}

function problemOfHead(head: Buffer): FileProblem | undefined {
  if (withoutByteOrderMark(head).length === 0)
    return { problem: 'The file is empty. Choose a file with a header row and rows' }
  const signature = signatures.find(({ bytes }) => head.subarray(0, bytes.length).equals(Buffer.from(bytes)))
  if (signature !== undefined) return { problem: `The file is ${signature.what}. ${advice}` }
  if (!head.includes(0)) return undefined
  if (hasPatternOfUtf16(head)) return { problem: `The file is Unicode text in UTF-16, not UTF-8. ${advice}` }
  return isBinary(head) ? { problem: `The file is binary, not text. ${advice}` } : undefined
}

function withoutByteOrderMark(head: Buffer): Buffer {
  return head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? head.subarray(3) : head
}

/** Latin text in UTF-16 without its mark: nearly every second byte is zero, and hardly one of the others. */
function hasPatternOfUtf16(head: Buffer): boolean {
  const zeros: [number, number] = [0, 0]
  for (const [place, byte] of head.entries()) if (byte === 0) zeros[place % 2 === 0 ? 0 : 1]++
  const half = head.length / 2
  return Math.max(...zeros) > half * 0.6 && Math.min(...zeros) < half * 0.1
}

/** A zero byte in the first line, or many: a single one further down is reported with its row instead. */
function isBinary(head: Buffer): boolean {
  const firstLineEnd = head.findIndex(byte => byte === 0x0a || byte === 0x0d)
  const zeros = head.reduce((count, byte) => (byte === 0 ? count + 1 : count), 0)
  return firstLineEnd === -1 || head.indexOf(0) < firstLineEnd || zeros > head.length * 0.3
}
