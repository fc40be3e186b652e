import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textRow, type WorkbookXml, workbookParts, zipFile } from '#test/zip-file'
import { type DelimitedItem, readRows } from '../index.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'excel-workbook-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function itemsOf(content: Buffer): Promise<readonly DelimitedItem[]> {
  const path = join(folder, 'file')
  await writeFile(path, content)
  return Readable.from(readRows(path)).toArray()
}

const itemsOfXml = (given: WorkbookXml) => itemsOf(zipFile(workbookParts(given)))

/** The cells of each row, header first; fails when the reading stopped. */
async function cellsOf(given: WorkbookXml | Buffer): Promise<readonly (readonly string[])[]> {
  const items = await (Buffer.isBuffer(given) ? itemsOf(given) : itemsOfXml(given))
  return items.map(item => (item.kind === 'stopped' ? [`stopped: ${item.problem.problem}`] : item.cells))
}

const sample = (name: string): Promise<Buffer> => readFile(new URL(`../samples/${name}`, import.meta.url))

describe('what LibreOffice writes', () => {
  test.each(['threats', 'disruptions'])('of %s.csv gives the same rows, but for zeros behind the point', async name => {
    const path = fileURLToPath(new URL(`../samples/${name}.csv`, import.meta.url))
    const fromCsv = (await Readable.from(readRows(path)).toArray()).flatMap(item =>
      item.kind === 'stopped'
        ? []
        : [item.cells.map((cell: string) => cell.replace(/^(-?\d+)\.00$|^(\d+\.\d)0$/, '$1$2'))],
    )
    expect(fromCsv.length).toBeGreaterThan(4)
    expect(await cellsOf(await sample(`${name}-libreoffice.xlsx`))).toEqual(fromCsv)
  })

  test('of numbers, days, times, runs of text and formulas', async () => {
    const items = await itemsOf(await sample('formats-libreoffice.xlsx'))
    expect(items.map(item => (item.kind === 'stopped' ? item : item.cells))).toEqual([
      ['What', 'Value'],
      ['day', '2023-01-05'],
      ['moment', '2023-01-05T09:30:00'],
      ['time', '09:30:00'],
      ['percentage', '0.125'],
      ['money', '4800.5'],
      ['fraction', '0.3'],
      ['yes', '1'],
      ['runs', 'plain bold plain'],
      ['lines', 'one\ntwo'],
      ['escape', '_x0041_ and _x000D_'],
      ['formula', '=B6*2'],
      ['error', '=1/0'],
    ])
    const warnings = items.flatMap(item => (item.kind === 'row' ? (item.warnings ?? []) : []))
    expect(warnings).toMatchObject([
      { line: 12, column: 'Value', problem: expect.stringMatching(/^Cell B12 is a formula\. Its own text is taken/) },
      { line: 13, column: 'Value', problem: expect.stringMatching(/^Cell B13 is a formula/) },
    ])
  })
})

describe('what Excel writes', () => {
  const excelSheet = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001-0000-0000-000000000000}"><dimension ref="A1:D3"/><sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><cols><col min="1" max="1" width="20" customWidth="1"/></cols><sheetData><row r="1" spans="1:4" x14ac:dyDescent="0.25"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><r><t>Th</t></r><r><rPr><b/></rPr><t>ird</t></r></is></c><c r="D1" s="1"/></row><row r="2" spans="1:4"><c r="A2" t="s"><v>2</v></c><c r="B2" s="2"><v>44931</v></c><c r="C2" t="str"><f>CONCATENATE(A2,"x")</f><v>never taken</v></c></row><row r="3"><c r="A3" t="b"><v>1</v></c><c r="C3"><v>1234.5599999999999</v></c></row></sheetData><autoFilter ref="A1:C3"/><extLst><ext uri="{x}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:row r="9"><x14:c><x14:v>not of the sheet</x14:v></x14:c></x14:row></ext></extLst></worksheet>`
  const strings = `<si><t>Name</t></si><si><t xml:space="preserve"> When </t><phoneticPr fontId="1"/></si><si><r><rPr><b/></rPr><t>東</t></r><r><t xml:space="preserve"> side_x000D_
&amp; more</t></r><rPh sb="0" eb="1"><t>ヒガシ</t></rPh></si>`
  const styles = `<numFmts count="1"><numFmt numFmtId="170" formatCode="[$-809]dd\\ mmmm\\ yyyy;@"/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="49"/><xf numFmtId="170"/></cellXfs>`
  const expected = [
    ['Name', ' When ', 'Third'],
    ['東 side\r\n& more', '2023-01-05', '=CONCATENATE(A2,"x")'],
    ['TRUE', '', '1234.56'],
  ]

  test('is read: shared and inline texts, runs without their reading, days by format, formulas as their text', async () => {
    expect(await cellsOf({ sheet: excelSheet, strings, styles })).toEqual(expected)
  })

  test('also with absolute names of parts, and with a prefix for every element', async () => {
    const prefixed = excelSheet.replaceAll(/<(\/?)(?=[a-z])(?!x14)/gi, '<$1x:').replace('xmlns=', 'xmlns:x=')
    expect(await cellsOf({ sheet: prefixed, strings, styles, sheetTarget: '/xl/worksheets/sheet1.xml' })).toEqual(
      expected,
    )
  })

  test('counting days from 1904, as older ones of a Mac', async () => {
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    const workbook = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><workbookPr date1904="1"/><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`
    const rows = `${textRow(1, 'When')}<row r="2"><c s="1"><v>43469</v></c></row>`
    const given = { rows, styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>', workbook }
    expect(await cellsOf(given)).toEqual([['When'], ['2023-01-05']])
  })

  test('passing by hidden sheets and saying so', async () => {
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    const workbook = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets><sheet name="Lists" sheetId="2" state="veryHidden" r:id="rId2"/><sheet name="Rows" sheetId="1" r:id="rId1"/></sheets></workbook>`
    const [header] = await itemsOfXml({ rows: textRow(1, 'A') + textRow(2, 'b'), workbook })
    expect(header).toMatchObject({
      cells: ['A'],
      warnings: [{ problem: 'The hidden sheet ‘Lists’ is not read. The first sheet that is not hidden is: ‘Rows’' }],
    })
  })

  test('of a formula that was filled down: each its own text', async () => {
    const rows = `${textRow(1, 'A', 'B')}<row r="2"><c r="B2"><f t="shared" ref="B2:B3" si="0">$A2+A$1&amp;"A1"&amp;'B 1'!C7</f><v>1</v></c></row><row r="3"><c r="B3"><f t="shared" si="0"/><v>2</v></c></row>`
    const [, second, third] = await cellsOf({ rows })
    expect([second?.[1], third?.[1]]).toEqual([`=$A2+A$1&"A1"&'B 1'!C7`, `=$A3+A$1&"A1"&'B 1'!C8`])
  })
})

describe('what rows say', () => {
  test('line numbers are those of the sheet, and rows that are not there are empty lines', async () => {
    const items = await itemsOfXml({ rows: textRow(1, 'A') + textRow(2, 'x') + textRow(5, 'y') + textRow(9, ' ') })
    expect(items.slice(1)).toEqual([
      { kind: 'row', line: 2, cells: ['x'], problems: [], warnings: [] },
      {
        kind: 'row',
        line: 3,
        cells: [],
        problems: [{ line: 3, problem: 'Lines 3 to 4 are empty. Remove empty lines between rows' }],
      },
      { kind: 'row', line: 5, cells: ['y'], problems: [], warnings: [] },
    ])
  })

  test('an error in a cell is a problem that names it', async () => {
    const rows = `${textRow(1, 'A', 'Arrests')}<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#REF!</v></c></row>`
    const [, row] = await itemsOfXml({ rows })
    expect(row).toMatchObject({
      problems: [{ line: 2, column: 'Arrests', problem: 'Cell B2 is an error (#REF!). Mend it' }],
    })
  })

  test('values to the right of the header, and values that are too long', async () => {
    const rows = textRow(1, 'A', 'B') + textRow(2, '1', '2', '3') + textRow(3, 'x'.repeat(4001))
    const items = await itemsOfXml({ rows })
    expect(items.map(item => (item.kind === 'row' ? item.problems.map(each => each.problem) : []))).toEqual([
      [],
      ['The row has values to the right of the header’s last column (B). Remove them, or name their columns'],
      ['Must be 4,000 characters or fewer'],
    ])
  })

  test.each<[string, WorkbookXml, RegExp]>([
    ['no header on the first row', { rows: textRow(3, 'A') }, /The first row is empty\. Put the header row/],
    ['no row at all', { rows: '' }, /The first sheet is empty/],
    [
      '201 columns',
      { rows: textRow(1, ...Array.from({ length: 201 }, (_none, n) => `c${n}`)) },
      /more than 200 columns/,
    ],
    ['rows out of order', { rows: textRow(1, 'A') + textRow(3, 'B') + textRow(2, 'C') }, /cut off or damaged/],
    ['a cell that no sheet has', { rows: '<row r="1"><c r="ZZZ1"><v>1</v></c></row>' }, /cut off or damaged/],
  ])('stops at %s', async (_what, given, says) => {
    const last = (await itemsOfXml(given)).at(-1)
    expect(last?.kind === 'stopped' ? last.problem.problem : last).toMatch(says)
  })

  test('merged cells among the rows are refused, beneath them not', async () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    const sheet = (range: string) =>
      `<worksheet xmlns="${main}"><sheetData>${textRow(1, 'A')}${textRow(2, 'x')}</sheetData><mergeCells><mergeCell ref="${range}"/></mergeCells></worksheet>`
    expect((await itemsOfXml({ sheet: sheet('A2:A3') })).at(-1)).toEqual({
      kind: 'stopped',
      problem: { line: 2, problem: 'The cells A2:A3 are merged. Unmerge them, and give each row its own values' },
    })
    expect((await itemsOfXml({ sheet: sheet('A7:B9') })).at(-1)).toMatchObject({ kind: 'row', cells: ['x'] })
  })

  test('a styled but empty sheet to the last column and row is no content', async () => {
    const rows = `<row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c><c r="XFD1" s="3"/></row>${textRow(2, 'x')}<row r="1048576"><c r="A1048576" s="3"/></row>`
    expect(await cellsOf({ rows })).toEqual([['A'], ['x']])
  })
})
