import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileLimits } from './limits.ts'
import { rowParser } from './parse-rows.ts'
import type { ParsedRow } from './row-steps.ts'

function parsed(pieces: readonly string[]): readonly ParsedRow[] | 'unreadable' {
  const parser = rowParser(fileLimits)
  const rows: ParsedRow[] = []
  for (const piece of pieces) {
    const { rows: more, problem } = parser.feed(piece)
    if (problem !== undefined) return 'unreadable'
    rows.push(...more)
  }
  const { rows: last, problem } = parser.end()
  return problem === undefined ? [...rows, ...last] : 'unreadable'
}

function yardstick(text: string): readonly (readonly string[])[] | 'unreadable' {
  try {
    return parse(text, { bom: true, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true })
  } catch {
    return 'unreadable'
  }
}

const csvText = fc
  .array(fc.constantFrom('a', 'é', '🦊', ' ', '"', '""', '"b"', ',', ',', '\n', '\r\n', '\r', '\uFEFF'), {
    maxLength: 14,
  })
  .map(parts => parts.join(''))

test('reads what csv-parse reads, and refuses what it refuses', () => {
  let readable = 0
  fc.assert(
    fc.property(csvText, text => {
      const ours = parsed([text])
      if (ours !== 'unreadable') readable++
      expect(ours === 'unreadable' ? ours : ours.map(row => row.cells)).toEqual(yardstick(text))
    }),
    { numRuns: 3000 },
  )
  expect(readable).toBeGreaterThan(300)
})

test('reads the same however the text is cut', () => {
  fc.assert(
    fc.property(csvText, fc.array(fc.nat(20)), (text, cuts) => {
      const places = [0, ...cuts.filter(cut => cut < text.length).sort((left, right) => left - right), text.length]
      const pieces = places.slice(1).map((place, index) => text.slice(places[index], place))
      expect(parsed(pieces)).toEqual(parsed([text]))
    }),
    { numRuns: 1000 },
  )
})

test('rows start on the lines that an editor shows', () => {
  fc.assert(
    fc.property(csvText, text => {
      const rows = parsed([text])
      fc.pre(rows !== 'unreadable')
      // A line break is one however it is written, so a text with LF alone has the same lines.
      expect(rows.map(row => row.line)).toEqual(linesOfRows(text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')))
    }),
    { numRuns: 1000 },
  )
})

/** The lines on which rows start: those that an even number of quote marks stands before; what ends in a line feed has no line after it. */
function linesOfRows(text: string): readonly number[] {
  if (text === '') return []
  const lines = text.replace(/\n$/, '').split('\n')
  return lines.flatMap((_, index) => {
    const quotesBefore = lines.slice(0, index).join('\n').split('"').length - 1
    return quotesBefore % 2 === 0 ? [index + 1] : []
  })
}
