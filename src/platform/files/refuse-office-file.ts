import { createReadStream } from 'node:fs'
import type { FileProblem } from './problem.ts'

const compoundFile = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])
const searchedBytes = 16 * 1024 * 1024

/** Names of streams in a compound file that tell what it is ([MS-CFB], [MS-OFFCRYPTO], [MS-XLS]), as UTF-16 has them. */
const kinds = [
  {
    name: 'EncryptedPackage',
    what: 'a workbook that is protected by a password',
    remedy: 'Save it without the password',
  },
  { name: 'Workbook', what: 'an old Excel workbook (.xls)', remedy: 'Save it' },
  { name: 'WordDocument', what: 'an old Word document', remedy: 'Save the sheet' },
] as const

/** Why a file in Microsoft's old form of files can't be read, or undefined for any other file. */
export async function refuseOfficeFile(path: string): Promise<FileProblem | undefined> {
  const found = new Set<string>()
  let before = Buffer.alloc(0)
  let searched = 0
  for await (const chunk of createReadStream(path, { end: searchedBytes - 1 }) as AsyncIterable<Buffer>) {
    if (searched === 0 && !chunk.subarray(0, compoundFile.length).equals(compoundFile)) return undefined
    const piece = Buffer.concat([before, chunk])
    for (const { name } of kinds) if (piece.includes(Buffer.from(name, 'utf16le'))) found.add(name)
    before = Buffer.from(piece.subarray(-64))
    searched += chunk.length
  }
  if (searched === 0) return undefined
  const kind = kinds.find(({ name }) => found.has(name))
  const { what, remedy } = kind ?? { what: 'an old Office document', remedy: 'Save the sheet' }
  return { problem: `The file is ${what}. ${remedy} as “Excel workbook (.xlsx)” or as CSV and use that file` }
}
