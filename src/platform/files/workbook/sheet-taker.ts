import type { SaxesTagNS } from 'saxes'
import { sizeInWords, type WorkbookLimits } from '../limits.ts'
import { cellName, type CellPlace, cellPlace, mostRows } from './cell-name.ts'
import { readCell, type ReadCell, type SharedFormulas, type TypedCell } from './read-cell.ts'
import { attributeOf, type XmlTaker } from './read-xml.ts'
import type { SheetContext } from './sheet-context.ts'
import { damaged } from './open-package.ts'
import { mostCollected, type TextRun, textRun } from './text-run.ts'

/** A row of a sheet: its texts by column, and what its author should know of some cells. */
export interface SheetRow {
  /** The row's number in the sheet, from 1. */
  readonly line: number
  readonly cells: string[]
  readonly notes: CellNote[]
}

export interface CellNote {
  readonly kind: 'problem' | 'warning'
  readonly column: number
  readonly says: string
}

export interface SheetTaker {
  readonly taker: XmlTaker
  /** The rows that ended since the last time. */
  readonly takeRows: () => readonly SheetRow[]
  /** The first cells that are merged with others, as their range is written ('A5:B6'). */
  readonly merged: () => readonly string[]
}

/** Takes a part that is a worksheet: its rows, with one column more than there may be so that it shows when there are too many. */
export function sheetTaker(context: SheetContext): SheetTaker {
  const reading = startOfSheet(context)
  const taker: XmlTaker = {
    open: tag => opening[tag.local]?.(reading, tag),
    close: tag => closing[tag.local]?.(reading),
    text: text => {
      if (reading.collecting) reading.run.add(text)
    },
    problem: () => reading.problem,
  }
  const takeRows = (): readonly SheetRow[] => {
    const taken = reading.rows
    reading.rows = []
    return taken
  }
  return { taker, takeRows, merged: () => reading.merged }
}

/** Where the reading of a sheet is: between two elements of it. Each element moves it on. */
interface SheetReading {
  readonly context: SheetContext
  readonly run: TextRun
  readonly formulas: SharedFormulas
  readonly merged: string[]
  /** Rows that ended and were not taken yet. */
  rows: SheetRow[]
  row: SheetRow | undefined
  cell: (TypedCell & { readonly place: CellPlace }) | undefined
  lastLine: number
  nextColumn: number
  /** The text at hand is that of a cell. */
  collecting: boolean
  /** How a text is pronounced is no part of it. */
  inPhonetic: boolean
  characters: number
  problem: string | undefined
}

const mostMergedKept = 10_000

function startOfSheet(context: SheetContext): SheetReading {
  return {
    context,
    run: textRun(mostCollected(context.limits.fieldCharacters)),
    formulas: new Map(),
    merged: [],
    rows: [],
    row: undefined,
    cell: undefined,
    lastLine: 0,
    nextColumn: 0,
    collecting: false,
    inPhonetic: false,
    characters: 0,
    problem: undefined,
  }
}

const opening: Readonly<Record<string, (reading: SheetReading, tag: SaxesTagNS) => void>> = {
  row: beginRow,
  c: beginCell,
  v: beginText,
  t: beginText,
  f: (reading, tag) => {
    if (reading.cell === undefined) return
    const shared = attributeOf(tag, 't') === 'shared' ? attributeOf(tag, 'si') : undefined
    reading.cell.formula = { text: '', shared }
    beginText(reading)
  },
  rPh: reading => {
    reading.inPhonetic = true
  },
  mergeCell: ({ merged }, tag) => {
    if (merged.length < mostMergedKept) merged.push(attributeOf(tag, 'ref') ?? '')
  },
}

const closing: Readonly<Record<string, (reading: SheetReading) => void>> = {
  row: reading => {
    if (reading.row !== undefined) reading.rows.push(reading.row)
    reading.row = undefined
  },
  c: endCell,
  v: reading => {
    const text = endText(reading)
    if (text !== undefined && reading.cell !== undefined) reading.cell.value = text
  },
  t: reading => {
    const text = endText(reading)
    const most = mostCollected(reading.context.limits.fieldCharacters)
    if (text !== undefined && reading.cell !== undefined && reading.cell.text.length < most) reading.cell.text += text
  },
  f: reading => {
    const text = endText(reading)
    if (text !== undefined && reading.cell?.formula !== undefined) reading.cell.formula.text = text
  },
  rPh: reading => {
    reading.inPhonetic = false
  },
}

function beginRow(reading: SheetReading, tag: SaxesTagNS): void {
  const line = Number(attributeOf(tag, 'r') ?? reading.lastLine + 1)
  if (!Number.isInteger(line) || line <= reading.lastLine || line > mostRows) reading.problem ??= damaged
  reading.row = { line, cells: [], notes: [] }
  reading.lastLine = line
  reading.nextColumn = 0
}

function beginCell(reading: SheetReading, tag: SaxesTagNS): void {
  const name = attributeOf(tag, 'r')
  const place = name === undefined ? { row: reading.lastLine, column: reading.nextColumn } : cellPlace(name)
  if (place === undefined || reading.row === undefined) {
    reading.problem ??= damaged
    return
  }
  reading.nextColumn = place.column + 1
  const [type, style] = [attributeOf(tag, 't') ?? 'n', Number(attributeOf(tag, 's') ?? 0)]
  reading.cell = { place, type, style, value: '', text: '' }
}

function endCell(reading: SheetReading): void {
  const { context, row, cell, formulas } = reading
  if (cell === undefined || row === undefined) return
  const read = readCell(context, formulas, cell)
  reading.characters += read.text.length
  if (reading.characters > context.workbookLimits.characters) reading.problem ??= tooMuchText(context.workbookLimits)
  keepCell(row, cell.place, read, context.limits.columns)
  reading.cell = undefined
}

function beginText(reading: SheetReading): void {
  reading.run.begin()
  reading.collecting = reading.cell !== undefined && !reading.inPhonetic
}

/** The text that ended, or nothing when it was not that of a cell. */
function endText(reading: SheetReading): string | undefined {
  if (!reading.collecting) return undefined
  reading.collecting = false
  return reading.run.end()
}

function keepCell(row: SheetRow, place: CellPlace, read: ReadCell, columns: number): void {
  // What stands far to the right counts as one column too many: an empty sheet has 16,384.
  const column = Math.min(place.column, columns)
  if (read.text !== '') {
    while (row.cells.length < column) row.cells.push('')
    row.cells[column] = read.text
  }
  const note = (kind: CellNote['kind'], says: string): void => {
    row.notes.push({ kind, column, says: `Cell ${cellName(place)} ${says}` })
  }
  if (read.problem !== undefined) note('problem', read.problem)
  if (read.warning !== undefined) note('warning', read.warning)
}

function tooMuchText({ characters }: WorkbookLimits): string {
  return `The sheet holds more than ${sizeInWords(characters)} of text. Split it into smaller files, each with the header row`
}
