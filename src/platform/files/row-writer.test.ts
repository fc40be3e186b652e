import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import {
  jsonArrayWriter,
  jsonLinesWriter,
  type RowWriter,
  removeSpooled,
  writeRows,
  writeSpooledFile,
} from './index.ts'

const numbered = (count: number): object[] => Array.from({ length: count }, (_, place) => ({ place, text: '“x”\n' }))

async function textOf(writer: RowWriter<object>, rows: Iterable<object>): Promise<string> {
  return (await Readable.from(writeRows(writer, rows)).toArray()).join('')
}

test.each([0, 1, 249, 250, 251, 1200])('%i rows make one JSON array', async count => {
  expect(JSON.parse(await textOf(jsonArrayWriter(), numbered(count)))).toEqual(numbered(count))
})

test.each([0, 1, 250, 501])('%i rows make as many lines of JSON', async count => {
  const lines = (await textOf(jsonLinesWriter(), numbered(count))).split('\n')
  expect(lines.pop()).toBe('')
  expect(lines.map(line => JSON.parse(line) as unknown)).toEqual(numbered(count))
})

test('rows are asked for only as the text is taken', async () => {
  let asked = 0
  const endless = function* (): Generator<object> {
    for (;;) yield { asked: ++asked }
  }
  const text = writeRows(jsonLinesWriter(), endless())
  await text.next()
  expect(asked).toBe(0)
  await text.next()
  expect(asked).toBe(250)
  await text.return(undefined)
})

test('a written file has its bytes, its hash and its count of rows', async () => {
  const file = await writeSpooledFile(jsonLinesWriter(), numbered(600))
  const content = await readFile(file.path)
  await removeSpooled(file)
  expect(content.toString()).toBe(await textOf(jsonLinesWriter(), numbered(600)))
  expect(file).toMatchObject({
    bytes: content.length,
    rows: 600,
    sha256: createHash('sha256').update(content).digest('hex'),
  })
  await expect(access(dirname(file.path))).rejects.toThrow('ENOENT')
})
