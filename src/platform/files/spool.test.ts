import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  jsonLinesWriter,
  removeLeftoverSpools,
  removeSpooled,
  type SpooledFile,
  spoolToFile,
  writeSpooledFile,
} from './index.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spool-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function spooled(chunks: readonly string[]): Promise<SpooledFile> {
  const result = await spoolToFile(Readable.from(chunks, { objectMode: false }), { folder })
  if (!result.ok) throw new Error(result.problem.problem)
  return result.file
}

test('takes in the bytes, their count and their hash, for this user alone', async () => {
  const file = await spooled(['héllo, ', 'world'])
  const content = await readFile(file.path)
  expect(content.toString()).toBe('héllo, world')
  expect(file.bytes).toBe(13)
  expect(file.sha256).toBe(createHash('sha256').update(content).digest('hex'))
  expect((await stat(file.path)).mode & 0o777).toBe(0o600)
  expect((await stat(dirname(file.path))).mode & 0o777).toBe(0o700)
})

test('a file of no bytes is a file', async () => {
  expect(await spooled([])).toMatchObject({ bytes: 0, sha256: createHash('sha256').digest('hex') })
})

test('refuses over the limit, leaves nothing, and does not destroy the readable', async () => {
  const readable = Readable.from(['12345', '67890', '1', 'never read'], { objectMode: false })
  expect(await spoolToFile(readable, { maxBytes: 10, folder })).toEqual({
    ok: false,
    problem: { problem: 'The file is larger than 10 bytes. Split it into smaller files, each with the header row' },
  })
  expect(await readdir(folder)).toEqual([])
  expect(readable.destroyed).toBe(false)
})

test('takes exactly the limit', async () => {
  const result = await spoolToFile(Readable.from(['12345', '67890']), { maxBytes: 10, folder })
  expect(result).toMatchObject({ ok: true, file: { bytes: 10 } })
})

test('leaves nothing when the readable fails', async () => {
  const failing = Readable.from(
    (async function* () {
      yield 'some bytes'
      throw new Error('The line was cut')
    })(),
  )
  await expect(spoolToFile(failing, { folder })).rejects.toThrow('The line was cut')
  expect(await readdir(folder)).toEqual([])
})

test('leaves nothing when the rows to write fail', async () => {
  const rows = (async function* () {
    yield { a: 1 }
    throw new Error('The query failed')
  })()
  await expect(writeSpooledFile(jsonLinesWriter(), rows, { folder })).rejects.toThrow('The query failed')
  expect(await readdir(folder)).toEqual([])
})

test('removing is complete, may be repeated, and is for spooled files only', async () => {
  const file = await spooled(['x'])
  await removeSpooled(file)
  expect(await readdir(folder)).toEqual([])
  await removeSpooled(file)
  await expect(removeSpooled({ ...file, path: join(folder, 'file') })).rejects.toThrow('Not a spooled file')
})

test('leftovers from before an instant are removed, and nothing else', async () => {
  const [old, recent] = [await spooled(['old']), await spooled(['recent'])]
  await utimes(dirname(old.path), new Date('2026-01-01'), new Date('2026-01-01'))
  await mkdtemp(join(folder, 'other-'))
  expect(await removeLeftoverSpools({ before: new Date('2026-01-02'), folder })).toBe(1)
  expect(await readdir(folder)).toHaveLength(2)
  expect(await readFile(recent.path, 'utf8')).toBe('recent')
})
