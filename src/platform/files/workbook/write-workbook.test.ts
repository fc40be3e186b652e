import fc from 'fast-check'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { readRows, removeSpooled, type SheetColumn, type WorkbookSheet, writeSpooledWorkbook } from '../index.ts'

const sheetOf = (columns: readonly SheetColumn[], rows: WorkbookSheet['rows']): WorkbookSheet => ({
  name: 'Rows',
  columns,
  rows,
})

async function writtenBytes(sheets: readonly WorkbookSheet[]): Promise<Buffer> {
  const written = await writeSpooledWorkbook(sheets)
  if (!written.ok) throw new Error(written.problem.problem)
  try {
    return await readFile(written.file.path)
  } finally {
    await removeSpooled(written.file)
  }
}

/** The cells of all rows beneath the header, as the reader gives them back. */
async function readBack(columns: readonly SheetColumn[], rows: readonly (readonly string[])[]) {
  const written = await writeSpooledWorkbook([sheetOf(columns, rows)])
  if (!written.ok) throw new Error(written.problem.problem)
  try {
    expect(written.file.rows).toBe(rows.length)
    const items = await Readable.from(readRows(written.file.path)).toArray()
    return items.slice(1).map(item => (item.kind === 'row' ? item.cells : item))
  } finally {
    await removeSpooled(written.file)
  }
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }).filter(value => !value.includes('\0')),
  fc.constantFrom(
    '=1+1',
    "'=1+1",
    "''=x",
    '@SUM(A1)',
    '-5',
    '+44',
    '_x0041_',
    '_x005F_x0041_',
    '_x000D',
    'a\r\nb',
    ' ',
    '\t',
    '<&>"\'',
    '\uFFFE',
    '😀',
  ),
)

test('whatever text is written is read back exactly', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }), async pairs => {
      // A last column that says something in every row: rows of blanks would be empty lines.
      const rows = pairs.map(([one, other], place) => [one, other, `row ${place}`])
      expect(await readBack([{ label: 'a' }, { label: 'b' }, { label: 'c' }], rows)).toEqual(rows)
    }),
    { numRuns: 60 },
  )
})

test('numbers and days are such in the sheet and come back as they were; what is none stays text', async () => {
  const columns: readonly SheetColumn[] = [
    { label: 'Count', kind: 'count' },
    { label: 'Money', kind: 'money' },
    { label: 'Day', kind: 'day' },
  ]
  const rows = [
    ['3', '4800.50', '2023-01-05'],
    ['0', '0.00', '1900-03-01'],
    ['1000000', '99999999999.99', '1900-01-01'],
    ['', '', '2024-02-29'],
    ['3 or so', '-5', '2023-02-30'],
  ]
  expect(await readBack(columns, rows)).toEqual(rows)
  const bytes = await writtenBytes([sheetOf(columns, rows)])
  expect(await writtenBytes([sheetOf(columns, rows)])).toEqual(bytes)
})

describe('a sheet', () => {
  const xmlOf = async (sheets: readonly WorkbookSheet[]): Promise<string> => {
    const { openPackage } = await import('./open-package.ts')
    const written = await writeSpooledWorkbook(sheets)
    if (!written.ok) throw new Error(written.problem.problem)
    const opened = await openPackage(written.file.path, { parts: 100, unpackedBytes: 1e7, characters: 1e7 })
    if (!opened.ok) throw new Error(opened.problem)
    const pieces = await Readable.from(await opened.parts.read('xl/worksheets/sheet1.xml', 'large')).toArray()
    opened.parts.close()
    await removeSpooled(written.file)
    return Buffer.concat(pieces as Buffer[]).toString('utf8')
  }

  test('has no formula but those of its choices, whatever its values', async () => {
    const xml = await xmlOf([sheetOf([{ label: 'a' }], [['=1+1'], ['=cmd|"/c calc"!A1'], ['@x']])])
    expect(xml).not.toMatch(/<f[ >]/)
    expect(xml.match(/t="inlineStr"/g)).toHaveLength(4)
    expect(xml).toContain('<t xml:space="preserve">=1+1</t>')
  })

  test('has a frozen header, a filter over its rows and the choices of its columns', async () => {
    const choices = { sheet: "It's", column: 1, count: 3, othersAllowed: false }
    const xml = await xmlOf([sheetOf([{ label: 'a' }, { label: 'b', choices }], [['1', '2']])])
    expect(xml).toContain('state="frozen"')
    expect(xml).toContain('<autoFilter ref="A1:B2"/>')
    expect(xml).toContain("<formula1>'It''s'!$B$2:$B$4</formula1>")
  })

  test('of more rows than there may be is refused, and nothing is left', async () => {
    const rows = Array.from({ length: 10 }, (_none, place) => [String(place)])
    expect(await writeSpooledWorkbook([sheetOf([{ label: 'a' }], rows)], { mostRows: 10 })).toEqual({
      ok: false,
      problem: {
        problem: expect.stringMatching(/^A sheet holds 9 rows beneath its header, and there are more\. Narrow/),
      },
    })
  })

  test('whose rows fail throws what they threw', async () => {
    async function* failing(): AsyncGenerator<readonly string[]> {
      yield ['x']
      throw new Error('the database is gone')
    }
    const write = () => writeSpooledWorkbook([sheetOf([{ label: 'a' }], failing())])
    // Many at once: some fail before their file is open, when nobody reads them yet.
    const written = await Promise.allSettled(Array.from({ length: 100 }, write))
    expect(
      written.filter(one => one.status === 'rejected' && String(one.reason).includes('the database is gone')),
    ).toHaveLength(100)
  })
})
