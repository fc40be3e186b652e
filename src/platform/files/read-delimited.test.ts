import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CheckedRow, type DelimitedItem, type FileLimits, type FileProblem, readDelimited } from './index.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-delimited-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function itemsOf(content: string | Buffer, limits: Partial<FileLimits> = {}): Promise<readonly DelimitedItem[]> {
  const path = join(folder, 'file.csv')
  await writeFile(path, content)
  return Readable.from(readDelimited(path, { limits })).toArray()
}

async function rowsOf(content: string | Buffer, limits?: Partial<FileLimits>): Promise<readonly CheckedRow[]> {
  const items = await itemsOf(content, limits)
  expect(items.filter(item => item.kind === 'stopped')).toEqual([])
  return items.filter(item => item.kind === 'row').map(({ line, cells, problems }) => ({ line, cells, problems }))
}

async function stopOf(content: string | Buffer, limits?: Partial<FileLimits>): Promise<FileProblem> {
  const last = (await itemsOf(content, limits)).at(-1)
  if (last?.kind !== 'stopped') throw new Error(`Was read to its end: ${JSON.stringify(last)}`)
  return last.problem
}

const good = (line: number, ...cells: string[]): CheckedRow => ({ line, cells, problems: [] })

describe('files that can be read', () => {
  test('give the header, then each row with its line', async () => {
    expect(await itemsOf('Name,Tier\nA,1\nB,2\n')).toEqual([
      { kind: 'header', line: 1, cells: ['Name', 'Tier'] },
      { kind: 'row', line: 2, cells: ['A', '1'], problems: [] },
      { kind: 'row', line: 3, cells: ['B', '2'], problems: [] },
    ])
  })

  test.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('with %s line ends, also without one at the end', async (_, end) => {
    expect(await rowsOf(['a,b', '1,2', '3,4'].join(end))).toEqual([good(2, '1', '2'), good(3, '3', '4')])
    expect(await rowsOf(['a,b', '1,2', '3,4', ''].join(end))).toEqual([good(2, '1', '2'), good(3, '3', '4')])
  })

  test('with mixed line ends', async () => {
    expect(await rowsOf('a,b\r\n1,2\n3,4\r5,6')).toEqual([good(2, '1', '2'), good(3, '3', '4'), good(4, '5', '6')])
  })

  test('with a byte order mark, which is no part of the first column name', async () => {
    expect((await itemsOf('\uFEFFa,b\n1,2\n'))[0]).toEqual({ kind: 'header', line: 1, cells: ['a', 'b'] })
    expect((await itemsOf('\uFEFF"a",b\n1,2\n'))[0]).toEqual({ kind: 'header', line: 1, cells: ['a', 'b'] })
  })

  test.each(['\n', '\r\n', '\r'])('count the line breaks inside quotes (%j)', async end => {
    const content = ['a,b', `"1${end}${end}2",x`, '3,4', `5,"6${end}7"`, '8,9'].join(end)
    expect(await rowsOf(content)).toEqual([
      good(2, `1${end}${end}2`, 'x'),
      good(5, '3', '4'),
      good(6, '5', `6${end}7`),
      good(8, '8', '9'),
    ])
  })

  test('read quoted commas, doubled quotes and empty quoted values', async () => {
    expect(await rowsOf('a,b,c\n"x, y","say ""so""",""\n')).toEqual([good(2, 'x, y', 'say "so"', '')])
  })

  test('keep text as typed, spaces and all', async () => {
    expect(await rowsOf('a,b\n  x ,\u200E y\u00A0\n')).toEqual([good(2, '  x ', '\u200E y\u00A0')])
  })

  test('lose the one apostrophe of the formula guard', async () => {
    expect(await rowsOf("a,b\n'=1+1,'tis\n'-5,''@x\n")).toEqual([good(2, '=1+1', "'tis"), good(3, '-5', "'@x")])
  })

  test('end in empty lines, which are ignored, also when they have commas', async () => {
    expect(await rowsOf('a,b\n1,2\n\n \n,\n\n')).toEqual([good(2, '1', '2')])
  })

  test('have characters that lie across chunks and many rows', async () => {
    const rows = Array.from({ length: 9000 }, (_, place) => `${place},€uro 🦊 “name”`)
    const read = await rowsOf(['a,b', ...rows].join('\n'))
    expect(read).toHaveLength(9000)
    expect(read.map(row => row.cells.join(','))).toEqual(rows)
    expect(read.at(-1)?.line).toBe(9001)
  })

  test('have a header and no rows', async () => {
    expect(await itemsOf('a,b\n')).toEqual([{ kind: 'header', line: 1, cells: ['a', 'b'] }])
  })
})

describe('rows with problems', () => {
  test('short and long rows come with their numbers, and the reading goes on', async () => {
    expect(await rowsOf('a,b,c\n1,2\n1,2,3,4\n5,6,7\n')).toEqual([
      {
        line: 2,
        cells: ['1', '2'],
        problems: [
          {
            line: 2,
            problem:
              'The row has 2 values but the header has 3 columns. Add what is missing, or a comma for each empty value',
          },
        ],
      },
      {
        line: 3,
        cells: ['1', '2', '3', '4'],
        problems: [
          {
            line: 3,
            problem:
              'The row has 4 values but the header has 3 columns. Put values that contain a comma in quote marks, or remove what is too many',
          },
        ],
      },
      good(4, '5', '6', '7'),
    ])
  })

  test('empty lines in between are one problem for each run of them', async () => {
    expect(await rowsOf('a,b\n1,2\n\n3,4\n\n,\n \n5,6\n')).toEqual([
      good(2, '1', '2'),
      { line: 3, cells: [], problems: [{ line: 3, problem: 'This line is empty. Remove empty lines between rows' }] },
      good(4, '3', '4'),
      {
        line: 5,
        cells: [],
        problems: [{ line: 5, problem: 'Lines 5 to 7 are empty. Remove empty lines between rows' }],
      },
      good(8, '5', '6'),
    ])
  })

  test('a NUL is named with its column and made storable', async () => {
    expect(await rowsOf('Name,Tier\nA,1\nB\0C,"2\0"\nD,3\n')).toEqual([
      good(2, 'A', '1'),
      {
        line: 3,
        cells: ['B\uFFFDC', '2\uFFFD'],
        problems: [
          { line: 3, column: 'Name', problem: 'Contains a NUL character (U+0000). Remove it' },
          { line: 3, column: 'Tier', problem: 'Contains a NUL character (U+0000). Remove it' },
        ],
      },
      good(4, 'D', '3'),
    ])
  })

  test('a field may have 4,000 characters, and 4,001 are named and cut', async () => {
    const [most, over, astral] = ['x'.repeat(4000), 'y'.repeat(4001), '🦊'.repeat(4000)]
    const problem = { line: 3, column: 'b', problem: 'Must be 4,000 characters or fewer' }
    expect(await rowsOf(`a,b\n1,${most}\n2,${over}\n3,${astral}\n4,${astral}🦊\n`)).toEqual([
      good(2, '1', most),
      { line: 3, cells: ['2', 'y'.repeat(4000)], problems: [problem] },
      good(4, '3', astral),
      { line: 5, cells: ['4', astral], problems: [{ ...problem, line: 5 }] },
    ])
  })

  test('a cell of 2 MB is one problem, and the reading goes on', async () => {
    const rows = await rowsOf(`a,b\n1,"${'x\n'.repeat(1_000_000)}"\n2,3\n`)
    expect(rows[0]?.problems).toEqual([{ line: 2, column: 'b', problem: 'Must be 4,000 characters or fewer' }])
    expect(rows[0]?.cells[1]).toHaveLength(4000)
    expect(rows[1]).toEqual(good(1_000_003, '2', '3'))
  })

  test('a row of very many values is one problem and comes with the first 200', async () => {
    const rows = await rowsOf(`a,b\n1${',1'.repeat(999_999)}\n2,3\n`)
    expect(rows[0]?.problems[0]?.problem).toMatch(/^The row has 1,000,000 values but the header has 2 columns\./)
    expect(rows[0]?.cells).toHaveLength(200)
    expect(rows[1]).toEqual(good(3, '2', '3'))
  })
})

describe('files that can not be read', () => {
  const utf8 = 'Save it as “CSV UTF-8 (comma delimited)” and use that file'

  test.each<[string, string | Buffer, FileProblem]>([
    ['empty', '', { problem: 'The file is empty. Choose a file with a header row and rows' }],
    ['a byte order mark alone', '\uFEFF', { problem: 'The file is empty. Choose a file with a header row and rows' }],
    ['blank', '\r\n \n,,\n', { problem: 'The file has only empty lines. Choose a file with a header row and rows' }],
    ['headless', '\na,b\n', { line: 1, problem: 'The first line is empty. Put the header row on the first line' }],
    ['a workbook', 'PK\u0003\u0004rest', { problem: `The file is an Excel workbook or a zip file, not CSV. ${utf8}` }],
    [
      'an old workbook',
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]),
      { problem: `The file is an old Excel workbook or another Office document, not CSV. ${utf8}` },
    ],
    ['PDF', '%PDF-1.7', { problem: `The file is a PDF document, not CSV. ${utf8}` }],
    ['gzip', Buffer.from([0x1f, 0x8b, 8]), { problem: `The file is a compressed (gzip) file, not CSV. ${utf8}` }],
    [
      'UTF-16 with its mark',
      Buffer.from('\uFEFFa,b\n', 'utf16le'),
      { problem: `The file is Unicode text in UTF-16, not UTF-8. ${utf8}` },
    ],
    [
      'UTF-16, big end first',
      Buffer.from('\uFEFFa,b\n', 'utf16le').swap16(),
      { problem: `The file is Unicode text in UTF-16, not UTF-8. ${utf8}` },
    ],
    [
      'UTF-16 without its mark',
      Buffer.from('a,b\n1,2\n', 'utf16le'),
      { problem: `The file is Unicode text in UTF-16, not UTF-8. ${utf8}` },
    ],
    ['binary', Buffer.from([1, 2, 0, 0, 0, 0, 7, 10]), { problem: `The file is binary, not text. ${utf8}` }],
  ])('%s', async (_, content, problem) => {
    expect(await itemsOf(content)).toEqual([{ kind: 'stopped', problem }])
  })

  test('not UTF-8, with the line, also far down and at the very end', async () => {
    const problem =
      'This line has characters that are not UTF-8. Save the file as “CSV UTF-8 (comma delimited)” and use that file'
    expect(await stopOf(Buffer.from('a,b\r\n1,2\r\n3,caf\xe9\r\n', 'latin1'))).toEqual({ line: 3, problem })
    expect(await stopOf(Buffer.from('a,b\n1,2\n3,caf\xe9', 'latin1'))).toEqual({ line: 3, problem })
    const many = 'x,“y”\r\n'.repeat(20_000)
    const far = Buffer.concat([Buffer.from(many), Buffer.from('1,\x93y\x94\n', 'latin1'), Buffer.from(many)])
    expect(await stopOf(far)).toEqual({ line: 20_001, problem })
  })

  test('with a quote that is never closed: the line where it opened', async () => {
    expect(await stopOf('a,b\r\n"1\r\n1",2\r\n3,"4\r\n5,6\r\n')).toEqual({
      line: 4,
      column: 'b',
      problem: 'The quote mark (") that opens this value is never closed. Close it',
    })
  })

  test('with a quote that is not closed within the size of a row, without reading on', async () => {
    expect(await stopOf(`a,b\n1,"2\n${'3,4\n'.repeat(50_000)}`, { fieldCharacters: 100 })).toEqual({
      line: 2,
      column: 'b',
      problem:
        'The quote mark (") that opens this value is not closed within 80,600 characters. Close it, or shorten the value',
    })
  })

  test('with a row that does not end', async () => {
    expect(await stopOf(`a,b\n1,2\n${','.repeat(5_000_000)}`)).toEqual({
      line: 3,
      problem: 'The row is longer than 3,200,600 characters. Check that every row ends with a line break',
    })
  })

  test('with a quote inside an unquoted value', async () => {
    expect(await stopOf('a,b\n1,2\n3,5" pipe\n')).toEqual({
      line: 3,
      column: 'b',
      problem:
        'A quote mark (") is inside a value that does not start with one. Put the whole value in quote marks and write each one inside it twice ("")',
    })
  })

  test('with text after a closing quote', async () => {
    expect(await stopOf('a,b\r\n"x\r\nthe "so-called" y",2\r\n')).toEqual({
      line: 3,
      column: 'a',
      problem: 'A quote mark (") inside a quoted value is not doubled. Write it twice ("")',
    })
  })

  test('with rows before the fault: those come out first', async () => {
    expect((await itemsOf('a,b\n1,2\n3,"4')).map(item => item.kind)).toEqual(['header', 'row', 'stopped'])
  })

  test('with more than 200 columns', async () => {
    const names = (count: number): string => Array.from({ length: count }, (_, place) => `c${place}`).join(',')
    expect((await itemsOf(`${names(200)}\n`)).map(item => item.kind)).toEqual(['header'])
    const problem = 'The header has 5,000 columns. The most is 200: remove columns that are not needed'
    expect(await itemsOf(`${names(5000)}\n1,2\n`)).toEqual([{ kind: 'stopped', problem: { line: 1, problem } }])
  })

  test('with a column name that is too long', async () => {
    expect(await stopOf(`a,${'b'.repeat(4001)}\n`)).toEqual({
      line: 1,
      column: `${'b'.repeat(60)}…`,
      problem: 'Must be 4,000 characters or fewer',
    })
  })

  test('over the limit of bytes', async () => {
    expect(await stopOf('a,b\n1,2\n', { bytes: 7 })).toEqual({
      problem: 'The file is larger than 7 bytes. Split it into smaller files, each with the header row',
    })
  })

  test('that is not there: a fault', async () => {
    await expect(Readable.from(readDelimited(join(folder, 'none.csv'))).toArray()).rejects.toThrow('ENOENT')
  })
})

test('other work runs while a large file is read', async () => {
  const path = join(folder, 'large.csv')
  await writeFile(path, `a,b\n${'some text,more text\n'.repeat(50_000)}`)
  let turns = 0
  let isReading = true
  const turn = (): void => {
    turns++
    if (isReading) setImmediate(turn)
  }
  setImmediate(turn)
  const items: readonly DelimitedItem[] = await Readable.from(readDelimited(path)).toArray()
  isReading = false
  expect(items).toHaveLength(50_001)
  // A megabyte is some thirty chunks: work that waits gets a turn at each.
  expect(turns).toBeGreaterThan(25)
})
