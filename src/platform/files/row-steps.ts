/** A row as the file has it: the physical line that it starts on, and its cells without their quoting. */
export interface ParsedRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** Why a quote mark can't be read. */
export type QuoteFault = 'never closed' | 'not doubled' | 'inside a plain value'

/** Where the reading of a file is: between two characters of it. The steps change it. */
export interface Reading {
  mode: 'start' | 'plain' | 'quoted' | 'after quote'
  /** Physical line that the current row starts on. */
  line: number
  /** The current row's cells so far, without the one at hand. */
  cells: string[]
  /** The text so far of the cell at hand. */
  field: string
  /** Rows that ended and were not taken yet. */
  rows: ParsedRow[]
  /** Where the current row starts in the piece at hand; below 0 when it started in an earlier one. */
  rowStart: number
  /** What may stand here and is no text: a byte order mark at the start, or the LF of a CR LF. */
  skippable: '' | '\uFEFF' | '\n'
  fault: QuoteFault | undefined
}

/** The reading of a file of which nothing was read. */
export function startOfFile(): Reading {
  return { mode: 'start', line: 1, cells: [], field: '', rows: [], rowStart: 0, skippable: '\uFEFF', fault: undefined }
}

/** Reads on through a piece of text, to its end or to a fault. */
export function readOn(reading: Reading, text: string): void {
  let at = 0
  while (at < text.length && reading.fault === undefined) at = steps[reading.mode](reading, text, at)
}

/** Takes the end of the file as the end of the row at hand, if one has begun. */
export function endFile(reading: Reading): void {
  if (reading.mode === 'quoted') reading.fault = 'never closed'
  else if (reading.mode !== 'start' || reading.cells.length > 0) endRow(reading)
}

/** Line breaks in texts; a CR LF is one. */
export function lineBreaks(texts: readonly string[]): number {
  let count = 0
  for (const text of texts) {
    if (text.includes('\n') || text.includes('\r')) count += text.match(/\r\n|\n|\r/g)?.length ?? 0
  }
  return count
}

/** How each mode reads on from a place in a piece; gives the place that is next. */
const steps: Readonly<Record<Reading['mode'], (reading: Reading, text: string, at: number) => number>> = {
  start: (reading, text, at) => {
    const isSkipped = text[at] === reading.skippable
    reading.skippable = ''
    if (isSkipped) return at + 1
    const isQuote = text[at] === '"'
    reading.mode = isQuote ? 'quoted' : 'plain'
    return isQuote ? at + 1 : at
  },
  plain: (reading, text, at) => {
    const end = endOfPlain(text, at)
    reading.field += text.slice(at, end)
    if (text[end] === '"') reading.fault = 'inside a plain value'
    else separate(reading, text, end)
    return end + 1
  },
  quoted: (reading, text, at) => {
    const found = text.indexOf('"', at)
    const end = found === -1 ? text.length : found
    reading.field += text.slice(at, end)
    if (found !== -1) reading.mode = 'after quote'
    return end + 1
  },
  'after quote': (reading, text, at) => {
    if (separate(reading, text, at)) return at + 1
    if (text[at] !== '"') {
      reading.fault = 'not doubled'
      return at
    }
    reading.field += '"'
    reading.mode = 'quoted'
    return at + 1
  },
}

const comma = 0x2c
const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

function endOfPlain(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === comma || code === quote || code === lineFeed || code === carriageReturn) return at
  }
  return text.length
}

/** Ends the cell, or the row, when a separator is at this place; says whether one is. */
function separate(reading: Reading, text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code === comma) {
    endCell(reading)
    return true
  }
  if (code !== lineFeed && code !== carriageReturn) return false
  endRow(reading)
  reading.rowStart = at + 1
  if (code === carriageReturn) reading.skippable = '\n'
  return true
}

function endCell(reading: Reading): void {
  reading.cells.push(reading.field)
  reading.field = ''
  reading.mode = 'start'
}

function endRow(reading: Reading): void {
  endCell(reading)
  reading.rows.push({ line: reading.line, cells: reading.cells })
  reading.line += 1 + lineBreaks(reading.cells)
  reading.cells = []
}
