import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { ChainHead } from './audit-store.ts'

type Settings = Readonly<Record<string, string | undefined>>

const form = z.object({
  count: z.int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  sealedAt: z.iso.datetime().transform(text => new Date(text)),
})

/** What the file outside the database knows of the chain. */
export type KnownHead =
  | { readonly kind: 'known'; readonly head: ChainHead }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly problem: string }

/** Where the end of the chain is kept outside the database, so that a cut tail shows. */
export function headPath(settings: Settings): string {
  return settings['FOURFOLD_AUDIT_HEAD'] || join(settings['FOURFOLD_DATA'] || './data', 'audit-head.json')
}

/** Reads the head file. */
export async function readHead(path: string): Promise<KnownHead> {
  try {
    return { kind: 'known', head: form.parse(JSON.parse(await readFile(path, 'utf8'))) }
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return { kind: 'missing' }
    return { kind: 'unreadable', problem: fault instanceof z.ZodError ? 'it is not what we write' : String(fault) }
  }
}

/** Writes the head file whole, or leaves it as it is. */
export async function writeHead(path: string, head: ChainHead): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const fresh = `${path}.${randomUUID()}.new`
  const file = await open(fresh, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(head)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(fresh, path)
}
