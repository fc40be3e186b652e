import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ZipFile } from 'yazl'
import { grouped } from '../grouped.ts'
import type { FileProblem } from '../problem.ts'
import { removeSpooled, spoolChunks } from '../spool.ts'
import type { WrittenFile } from '../write-spooled-file.ts'
import { mostRows } from './cell-name.ts'
import { escaped } from './escaped-text.ts'
import { sheetClosing, type SheetColumn, sheetOpening, sheetRow, stylesXml } from './sheet-xml.ts'

/** One sheet to be written: a header row, then rows with a value for every column. */
export interface WorkbookSheet {
  readonly name: string
  readonly columns: readonly SheetColumn[]
  readonly rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>
}

/** The workbook with how many rows its first sheet has, or why there is none. */
export type WrittenWorkbook =
  { readonly ok: true; readonly file: WrittenFile } | { readonly ok: false; readonly problem: FileProblem }

/** What a workbook is to browsers and programs. */
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * Writes an Excel workbook (XLSX) to a temporary file, row by row, so that the transaction they come from can end before the first
 * byte goes out. Every value is text, a number or a day, never a formula; `readRows` gives each back as it was. The same rows
 * give the same bytes. More rows than a sheet can hold are refused, and nothing is left. Whoever asked for the file removes it
 * with `removeSpooled`.
 */
export async function writeSpooledWorkbook(
  sheets: readonly WorkbookSheet[],
  options: { readonly folder?: string; readonly mostRows?: number } = {},
): Promise<WrittenWorkbook> {
  const most = options.mostRows ?? mostRows
  const counts = sheets.map(() => 0)
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const fail = (fault: Error): void => void output.destroy(fault)
  zip.on('error', fail)
  // It may fail before its file is open and anyone reads it; whoever reads it then is told. Unheard it would end the program.
  output.on('error', () => undefined)
  for (const [name, xml] of fixedParts(sheets)) zip.addBuffer(Buffer.from(declared(xml)), name, entryOptions)
  for (const [place, sheet] of sheets.entries()) {
    const text = sheetText(sheet, place === 0, rows => {
      counts[place] = rows
      return rows < most
    })
    zip.addReadStreamLazy(`xl/worksheets/sheet${place + 1}.xml`, entryOptions, take => {
      const stream = Readable.from(text, { objectMode: false })
      stream.on('error', fail)
      take(undefined, stream)
    })
  }
  zip.end()
  const file = await spoolChunks(output, options)
  if (file === undefined) throw new Error('A file without a limit was refused for its size')
  const problem = problemOfRowCount(Math.max(...counts), most)
  if (problem === undefined) return { ok: true, file: { ...file, rows: counts[0] ?? 0 } }
  await removeSpooled(file)
  return { ok: false, problem }
}

/** Why so many rows can't be a sheet, or undefined when they can. */
export function problemOfRowCount(rows: number, most = mostRows): FileProblem | undefined {
  if (rows < most) return undefined
  return {
    problem: `A sheet holds ${grouped(most - 1)} rows beneath its header, and there are more. Narrow the list, or take it as CSV`,
  }
}

// The same rows give the same bytes on any day and in any time zone.
const entryOptions = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 } as const
const rowsInPiece = 250

async function* sheetText(
  { columns, rows }: WorkbookSheet,
  isFirst: boolean,
  goOn: (rows: number) => boolean,
): AsyncGenerator<string> {
  yield declared(sheetOpening(columns, isFirst))
  let piece = ''
  let count = 0
  for await (const row of rows) {
    count++
    if (!goOn(count)) return
    piece += sheetRow(columns, row, count + 1)
    if (count % rowsInPiece !== 0) continue
    yield piece
    piece = ''
    await nextTurn()
  }
  yield piece + sheetClosing(columns, count + 1)
}

function declared(xml: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function fixedParts(sheets: readonly WorkbookSheet[]): readonly (readonly [string, string])[] {
  const numbers = sheets.map((_sheet, place) => place + 1)
  const overrides = numbers.map(
    number => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${contentType}.worksheet+xml"/>`,
  )
  const listed = sheets.map(
    ({ name }, place) => `<sheet name="${escaped(sheetName(name))}" sheetId="${place + 1}" r:id="rId${place + 1}"/>`,
  )
  const related = numbers.map(
    number => `<Relationship Id="rId${number}" Type="${office}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  )
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/>${overrides.join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets>${listed.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packages}/relationships">${related.join('')}<Relationship Id="rId${sheets.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', stylesXml],
  ]
}

/** A sheet's name as spreadsheets take it: at most 31 characters, some of them not allowed. */
function sheetName(name: string): string {
  return name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31)
}
