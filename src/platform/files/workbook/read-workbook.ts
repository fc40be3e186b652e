import { stat } from 'node:fs/promises'
import { type FileLimits, type WorkbookLimits } from '../limits.ts'
import type { FileProblem } from '../problem.ts'
import { tooLarge } from '../refuse-format.ts'
import { type DelimitedItem, type RowSorter, rowSorter } from '../row-sorter.ts'
import { printable } from '../show-value.ts'
import { formatsTaker } from './cell-formats.ts'
import { cellPlace } from './cell-name.ts'
import { openPackage, type Package } from './open-package.ts'
import { readWholeXml, readXml } from './read-xml.ts'
import { sharedStringsTaker } from './shared-strings.ts'
import type { SheetContext } from './sheet-context.ts'
import { type SheetRow, sheetTaker } from './sheet-taker.ts'
import { findParts, type WorkbookParts } from './workbook-parts.ts'

/**
 * Reads the first sheet of an Excel workbook (XLSX) row by row. Nothing of it is evaluated, looked up or written to disk, and no
 * more than its limits is ever inflated. Formulas are their own text; dates and times are ISO 8601 by the cells' number formats.
 */
export async function* readWorkbook(
  path: string,
  limits: FileLimits,
  workbookLimits: WorkbookLimits,
): AsyncGenerator<DelimitedItem> {
  if ((await stat(path)).size > limits.bytes) {
    yield { kind: 'stopped', problem: tooLarge(limits.bytes) }
    return
  }
  const opened = await openPackage(path, workbookLimits)
  if (!opened.ok) {
    yield stopped(opened.problem)
    return
  }
  try {
    const found = await findParts(opened.parts)
    if (found.ok) yield* readSheet(opened.parts, found.parts, { limits, workbookLimits })
    else yield stopped(found.problem)
  } finally {
    opened.parts.close()
  }
}

async function* readSheet(
  file: Package,
  parts: WorkbookParts,
  limits: Pick<SheetContext, 'limits' | 'workbookLimits'>,
): AsyncGenerator<DelimitedItem> {
  const strings = sharedStringsTaker(limits.limits)
  const formats = formatsTaker()
  const problem =
    (await readPart(file, parts.styles, formats.taker)) ?? (await readPart(file, parts.sharedStrings, strings.taker))
  if (problem !== undefined) {
    yield stopped(problem)
    return
  }
  const sheet = sheetTaker({ ...limits, strings: strings.strings, formats: formats.formats, from1904: parts.from1904 })
  const sorter = sheetSorter(limits.limits, parts.warnings)
  for await (const wrong of readXml(file.read(parts.sheet, 'large'), sheet.taker)) {
    for (const row of sheet.takeRows()) {
      const items = sorter.take(row)
      yield* items
      if (items.at(-1)?.kind === 'stopped') return
    }
    if (wrong !== undefined) {
      yield stopped(wrong)
      return
    }
  }
  const unmerged = sorter.hasHeader() ? problemOfMerged(sheet.merged(), sorter.lastLine()) : undefined
  if (!sorter.hasHeader()) yield stopped('The first sheet is empty. Choose a workbook with a header row and rows on it')
  else if (unmerged !== undefined) yield { kind: 'stopped', problem: unmerged }
}

async function readPart(file: Package, name: string | undefined, taker: Parameters<typeof readWholeXml>[1]) {
  return name === undefined ? undefined : readWholeXml(file.read(name, 'large'), taker)
}

interface SheetSorter extends Pick<RowSorter, 'hasHeader'> {
  readonly take: (row: SheetRow) => readonly DelimitedItem[]
  /** The last row that says anything. */
  readonly lastLine: () => number
}

/** Rows that a sheet leaves out are empty ones; what is to be known of cells goes with their row. */
function sheetSorter(limits: FileLimits, headerWarnings: readonly string[]): SheetSorter {
  const sorter = rowSorter(limits, 'sheet')
  let header: readonly string[] = []
  let readTo = 0
  let lastLine = 0
  const noted = (item: DelimitedItem, row: SheetRow): DelimitedItem => {
    if (item.kind === 'header') {
      header = item.cells
      const warnings = [...headerWarnings.map(problem => ({ problem })), ...notesOf(row, 'warning', header)]
      const wrong = notesOf(row, 'problem', header)[0]
      return wrong === undefined ? { ...item, warnings } : { kind: 'stopped', problem: wrong }
    }
    if (item.kind === 'stopped' || item.line !== row.line) return item
    const problems = [...item.problems, ...notesOf(row, 'problem', header)]
    return { ...item, problems, warnings: notesOf(row, 'warning', header) }
  }
  return {
    hasHeader: sorter.hasHeader,
    lastLine: () => lastLine,
    take: row => {
      const left = row.line > readTo + 1 ? [{ line: readTo + 1, cells: [] }] : []
      readTo = row.line
      const items = sorter.take([...left, row])
      if (items.length > 0) lastLine = row.line
      return items.map(item => noted(item, row))
    },
  }
}

function notesOf(row: SheetRow, kind: 'problem' | 'warning', header: readonly string[]): readonly FileProblem[] {
  return row.notes
    .filter(note => note.kind === kind)
    .map(({ column, says }) => {
      const name = header[column]
      return { line: row.line, problem: says, ...(name === undefined ? {} : { column: printable(name) }) }
    })
}

/** The value of merged cells stands in the first alone: whose else it is can't be known. */
function problemOfMerged(ranges: readonly string[], lastLine: number): FileProblem | undefined {
  for (const range of ranges) {
    const [first] = range.split(':', 1)
    const place = cellPlace(first ?? '')
    if (place === undefined || place.row > lastLine) continue
    const problem = `The cells ${printable(range)} are merged. Unmerge them, and give each row its own values`
    return { line: place.row, problem }
  }
  return undefined
}

function stopped(problem: string): DelimitedItem {
  return { kind: 'stopped', problem: { problem } }
}
