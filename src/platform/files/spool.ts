import { createHash } from 'node:crypto'
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileLimits } from './limits.ts'
import type { FileProblem } from './problem.ts'
import { tooLarge } from './refuse-format.ts'

const folderPrefix = 'fourfold-spool-'

/** A temporary file that only this program's user can read. Whoever asked for it removes it with `removeSpooled`. */
export interface SpooledFile {
  readonly path: string
  readonly bytes: number
  /** Of the bytes, as 64 hexadecimal digits. */
  readonly sha256: string
}

/** What came of taking in a file: it is there, or it was refused and nothing is left of it. */
export type SpoolResult =
  { readonly ok: true; readonly file: SpooledFile } | { readonly ok: false; readonly problem: FileProblem }

/**
 * Takes the bytes of an upload into a temporary file, so that no transaction is open while they come in. Over the limit
 * (200 MB) it is refused: the file is removed, and the readable is left where it stopped, paused and not destroyed, so that the
 * refusal can still be answered on its connection. When the readable fails, the file is removed and the failure thrown on.
 */
export async function spoolToFile(
  readable: Readable,
  options: { readonly maxBytes?: number; readonly folder?: string } = {},
): Promise<SpoolResult> {
  const maxBytes = options.maxBytes ?? fileLimits.bytes
  const chunks = readable.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array | string>
  const file = await spoolChunks(chunks, { ...options, maxBytes })
  return file === undefined ? { ok: false, problem: tooLarge(maxBytes) } : { ok: true, file }
}

/** Writes chunks to a new temporary file; gives nothing, and leaves nothing, when they are more than the bytes allowed. */
export async function spoolChunks(
  chunks: AsyncIterable<Uint8Array | string>,
  options: { readonly maxBytes?: number; readonly folder?: string } = {},
): Promise<SpooledFile | undefined> {
  const maxBytes = options.maxBytes ?? Infinity
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), folderPrefix))
  let isKept = false
  try {
    const file = await writeChunks(join(folder, 'file'), chunks, maxBytes)
    isKept = file !== undefined
    return file
  } finally {
    if (!isKept) await rm(folder, { recursive: true, force: true })
  }
}

async function writeChunks(
  path: string,
  chunks: AsyncIterable<Uint8Array | string>,
  maxBytes: number,
): Promise<SpooledFile | undefined> {
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of chunks) {
      const piece = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk
      bytes += piece.length
      if (bytes > maxBytes) return undefined
      hash.update(piece)
      await file.writeFile(piece)
    }
  } finally {
    await file.close()
  }
  return { path, bytes, sha256: hash.digest('hex') }
}

/** Removes a spooled file and its folder; it is no error when they are gone already. Throws on a file that was not spooled. */
export async function removeSpooled(file: Pick<SpooledFile, 'path'>): Promise<void> {
  const folder = dirname(file.path)
  if (!basename(folder).startsWith(folderPrefix)) throw new Error(`Not a spooled file: ${file.path}`)
  await rm(folder, { recursive: true, force: true })
}

/**
 * Removes spooled files that a killed program left behind: those made before the instant given. Gives how many. Let it run at
 * start and daily with an instant far enough back that no work still uses them.
 */
export async function removeLeftoverSpools(options: {
  readonly before: Date
  readonly folder?: string
}): Promise<number> {
  const parent = options.folder ?? tmpdir()
  const names = await readdir(parent)
  const removals = names
    .filter(name => name.startsWith(folderPrefix))
    .map(name => removeIfOlder(join(parent, name), options.before))
  return (await Promise.all(removals)).filter(isRemoved => isRemoved).length
}

async function removeIfOlder(folder: string, before: Date): Promise<boolean> {
  // Another copy of the program may remove it, or own it, in the meantime: neither is a fault of this one.
  try {
    if ((await stat(folder)).mtime >= before) return false
    await rm(folder, { recursive: true })
    return true
  } catch {
    return false
  }
}
