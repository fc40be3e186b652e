import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { grouped } from '../grouped.ts'
import { sizeInWords, type WorkbookLimits } from '../limits.ts'
import { shown } from '../show-value.ts'

/** An opened workbook's file: a zip whose parts are read one by one and never written to disk. */
export interface Package {
  /** Whether it has a part of this name; letter case doesn't matter. */
  readonly has: (name: string) => boolean
  /**
   * The bytes of a part, inflated as they are asked for: never more than it said it has, or the iteration throws. A part that
   * only says where others are is small: over four megabytes it throws likewise.
   */
  readonly read: (name: string, kind: 'small' | 'large') => Promise<AsyncIterable<Buffer>>
  readonly close: () => void
}

export type OpenedPackage =
  { readonly ok: true; readonly parts: Package } | { readonly ok: false; readonly problem: string }

/** What is said of a file that ends before its end, or says what isn't so. */
export const damaged =
  'The file is cut off or damaged. Save it again as “Excel workbook (.xlsx)” in a spreadsheet program and use that file'

const mostSmall = 4 * 1024 * 1024

const saveAgain = 'which no spreadsheet program writes. Open it in one, save it again and use that file'

/**
 * Opens a zip and looks at the list of its parts before anything is inflated: how many, how large they say they are, their
 * names, whether they are encrypted, and whether one lies in another. What a part says of its size is held to while inflating.
 */
export async function openPackage(path: string, limits: WorkbookLimits): Promise<OpenedPackage> {
  let zip: ZipFile
  try {
    zip = await openPromise(path, { autoClose: false, validateEntrySizes: true })
  } catch (fault) {
    return { ok: false, problem: problemOfFault(fault) }
  }
  const listed = await listEntries(zip, limits)
  if (typeof listed === 'string') {
    zip.close()
    return { ok: false, problem: listed }
  }
  return {
    ok: true,
    parts: {
      has: name => listed.has(name.toLowerCase()),
      read: async (name, kind) => {
        const entry = listed.get(name.toLowerCase())
        if (entry === undefined) throw new Error(`The workbook has no part ${name}`)
        if (kind === 'small' && entry.uncompressedSize > mostSmall) throw new Error(`The part ${name} is too large`)
        return zip.openReadStreamPromise(entry)
      },
      close: () => zip.close(),
    },
  }
}

/**
 * What a fault of reading a zip means for its author: the file is not what it says it is.
 *
 * @throws the fault itself when it is one of this machine, such as a file that can't be opened.
 */
export function problemOfFault(fault: unknown): string {
  const { code, message } = fault as { readonly code?: unknown; readonly message?: unknown }
  if (typeof code === 'string' && !code.startsWith('Z_')) throw fault
  const says = String(message)
  if (/^(?:absolute|invalid relative) path/.test(says)) {
    return `The file has a part whose name leads out of it, ${saveAgain}`
  }
  if (/strong encryption|encrypted/.test(says)) return encrypted
  if (/bytes in the stream|size mismatch/.test(says))
    return `The file has a part of another size than it says, ${saveAgain}`
  return damaged
}

const encrypted = 'The file is protected by a password. Save it without one and use that file'

async function listEntries(zip: ZipFile, limits: WorkbookLimits): Promise<ReadonlyMap<string, Entry> | string> {
  if (zip.entryCount > limits.parts) return tooManyParts(limits)
  const entries = new Map<string, Entry>()
  let unpacked = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase()
      if (entry.isEncrypted()) return encrypted
      if (entries.has(name)) return `The file has two parts of the name ${shown(entry.fileName)}, ${saveAgain}`
      if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) return damaged
      entries.set(name, entry)
      unpacked += entry.uncompressedSize
      if (entries.size > limits.parts) return tooManyParts(limits)
      if (unpacked > limits.unpackedBytes) return tooLargeUnpacked(limits)
    }
  } catch (fault) {
    return problemOfFault(fault)
  }
  return partsOverlap([...entries.values()]) ? `The file has parts that lie in one another, ${saveAgain}` : entries
}

/** Many names for the same few bytes are how a small file becomes an endless one. */
function partsOverlap(entries: readonly Entry[]): boolean {
  const inOrder = entries.toSorted((one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader)
  return inOrder.some((entry, place) => {
    const next = inOrder[place + 1]
    const leastEnd = entry.relativeOffsetOfLocalHeader + localHeaderBytes + entry.fileNameLength + entry.compressedSize
    return next !== undefined && leastEnd > next.relativeOffsetOfLocalHeader
  })
}

const localHeaderBytes = 30

function tooManyParts({ parts }: WorkbookLimits): string {
  return `The workbook has more than ${grouped(parts)} parts. Save only the sheet that is to be imported as a workbook of its own`
}

function tooLargeUnpacked({ unpackedBytes }: WorkbookLimits): string {
  return `The workbook is larger than ${sizeInWords(unpackedBytes)} when unpacked. Split it into smaller files, each with the header row, or use CSV`
}
