import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findOlderNode } from './older-node.ts'

let folder: string
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'fourfold-older-node-'))))
afterAll(() => rm(folder, { recursive: true }))

/** A folder of the path with programs that print a version. */
async function folderWith(name: string, programs: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, name)
  await mkdir(path)
  for (const [program, version] of Object.entries(programs)) {
    await writeFile(join(path, program), `#!/bin/sh\necho ${version}\n`)
    await chmod(join(path, program), 0o755)
  }
  return path
}

it('finds the first Node on the path that Directus runs on and that brings npm', async () => {
  const tooNew = await folderWith('too-new', { node: 'v24.21.0', npm: '12.0.0' })
  const alone = await folderWith('alone', { node: 'v22.1.0' })
  const older = await folderWith('older', { node: 'v20.20.2', npm: '11.0.0' })
  const found = findOlderNode([tooNew, alone, older].join(delimiter))
  expect(found).toMatchObject({ node: join(older, 'node'), npm: join(older, 'npm'), version: '20.20.2' })
  expect(found?.env['PATH']?.split(delimiter)[0]).toBe(older)
  expect(findOlderNode([tooNew, alone].join(delimiter))).toBeUndefined()
})
