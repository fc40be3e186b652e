import { rmSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Does something with a folder for all that it writes: the one that is kept, or a temporary one that is gone afterwards, however
 * the run ends. The database's own user can enter it.
 */
export async function withWorkFolder(kept: string | undefined, act: (folder: string) => Promise<void>): Promise<void> {
  const folder = kept === undefined ? await mkdtemp(join(tmpdir(), 'fourfold-bench-')) : resolve(kept)
  await mkdir(folder, { recursive: true })
  if (kept !== undefined) return act(folder)
  await chmod(folder, 0o755)
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.on('exit', remove)
  try {
    await act(folder)
  } finally {
    process.off('exit', remove)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
