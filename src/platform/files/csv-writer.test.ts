import { readFile, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  csvWriter,
  type DelimitedItem,
  withFormulaGuard,
  readDelimited,
  rejectedCsvWriter,
  removeSpooled,
  writeRows,
  writeSpooledFile,
} from './index.ts'

async function textOf(columns: readonly string[], rows: readonly (readonly string[])[]): Promise<string> {
  return (await Readable.from(writeRows(csvWriter(columns), rows)).toArray()).join('')
}

async function readBack(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<readonly DelimitedItem[]> {
  const file = await writeSpooledFile(csvWriter(columns), rows)
  try {
    return await Readable.from(readDelimited(file.path)).toArray()
  } finally {
    await removeSpooled(file)
  }
}

const oddText = fc.oneof(
  fc
    .array(
      fc.constantFrom('=', '+', '-', '@', "'", '"', ',', '\r', '\n', '\r\n', '\t', '\uFEFF', '5', '＝', '\u202E', ' '),
      { maxLength: 6 },
    )
    .map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }).map(value => value.toWellFormed().replaceAll('\0', '')),
)

describe('csvWriter', () => {
  test('ends rows with CR LF and quotes what has to be quoted', async () => {
    const rows = [
      ['plain', 'with, comma'],
      ['a "quote"', 'two\nlines'],
      ['lone\rreturn', ''],
    ]
    expect(await textOf(['Name', 'Note'], rows)).toBe(
      'Name,Note\r\nplain,"with, comma"\r\n"a ""quote""","two\nlines"\r\n"lone\rreturn",\r\n',
    )
  })

  test.each([
    ['=1+1', "'=1+1"],
    ['+441513334444', "'+441513334444"],
    ['-SUM(A1)', "'-SUM(A1)"],
    ['@cmd', "'@cmd"],
    ['\tx', "'\tx"],
    ['＝1', "'＝1"],
    ["'=1", "''=1"],
    ['-5', '-5'],
    ['-5.25', '-5.25'],
    ['-5+1', "'-5+1"],
    ["'tis", "'tis"],
    ['a=1', 'a=1'],
  ])('writes %j as %j', async (value, cell) => {
    expect(await textOf(['a', 'b'], [[value, 'x']])).toBe(`a,b\r\n${cell},x\r\n`)
  })

  test('throws on a row that has not a value for each column', async () => {
    await expect(textOf(['a', 'b'], [['1']])).rejects.toThrow('A row has 1 values for 2 columns')
  })

  test('a first column name that starts with a byte order mark keeps it', async () => {
    expect((await readBack(['\uFEFFa', 'b'], []))[0]).toMatchObject({ cells: ['\uFEFFa', 'b'] })
  })

  test('what is written is read again exactly, whatever the text', async () => {
    // A row that is empty throughout is an empty line to a reader.
    const row = fc.tuple(oddText, oddText, fc.constant('end'))
    await fc.assert(
      fc.asyncProperty(fc.tuple(oddText, oddText), fc.array(row, { maxLength: 8 }), async (names, rows) => {
        const header = [...names, 'end']
        const items = await readBack(header, rows)
        expect(items.map(item => (item.kind === 'stopped' ? item.problem : item.cells))).toEqual([header, ...rows])
        expect(items.flatMap(item => (item.kind === 'row' ? item.problems : []))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('what is written is what csv-stringify writes, to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(oddText, oddText), { maxLength: 8 }), async rows => {
        const theirs = stringify(
          [['a', 'b'], ...rows].map(row => row.map(withFormulaGuard)),
          { record_delimiter: 'windows', quote_record_delimiter: true, quoted_match: /^\uFEFF/ },
        )
        expect(await textOf(['a', 'b'], rows)).toBe(theirs)
      }),
      { numRuns: 500 },
    )
  })
})

describe('rejectedCsvWriter', () => {
  const rejectedText = async (
    header: readonly string[],
    cells: readonly string[],
    problems: readonly { readonly column?: string; readonly problem: string }[],
  ): Promise<string> => {
    const file = await writeSpooledFile(rejectedCsvWriter(header), [{ cells, problems }])
    const text = await readFile(file.path, 'utf8')
    await removeSpooled(file)
    return text
  }

  test('adds a column with all the problems', async () => {
    const problems = [{ column: 'Tier', problem: '‘9’ is not a choice here' }, { problem: 'Too late' }]
    expect(await rejectedText(['Name', 'Tier'], ['A', '9'], problems)).toBe(
      'Name,Tier,Problem\r\nA,9,Tier: ‘9’ is not a choice here. Too late\r\n',
    )
  })

  test('keeps to the width of the header', async () => {
    expect(await rejectedText(['a', 'b'], ['1'], [{ problem: 'Short' }])).toBe('a,b,Problem\r\n1,,Short\r\n')
    expect(await rejectedText(['a', 'b'], ['1', '2', '3', '4'], [{ problem: 'Long' }])).toBe(
      'a,b,Problem\r\n1,2,"Long. Values without a column: ‘3’, ‘4’"\r\n',
    )
  })

  test('replaces the Problem column of an earlier time', async () => {
    expect(await rejectedText(['a', 'problem ', 'b'], ['1', 'old', '2'], [{ problem: 'New' }])).toBe(
      'a,b,Problem\r\n1,2,New\r\n',
    )
  })

  test('a file mended from it has the original rows', async () => {
    const file = await writeSpooledFile(rejectedCsvWriter(['a', 'b']), [
      { cells: ['=x', 'y'], problems: [{ problem: 'No' }] },
    ])
    await writeFile(file.path, (await readFile(file.path, 'utf8')).replace('y', 'z'))
    const items: readonly DelimitedItem[] = await Readable.from(readDelimited(file.path)).toArray()
    await removeSpooled(file)
    expect(items[1]).toMatchObject({ cells: ['=x', 'z', 'No'] })
  })
})
