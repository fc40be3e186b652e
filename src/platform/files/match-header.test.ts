import { expect, test } from 'vitest'
import { type HeaderColumn, matchHeader } from './match-header.ts'

const columns: readonly HeaderColumn[] = [
  { label: 'Reference', required: true },
  { label: 'Recorded at', required: true },
  { label: 'Café', required: true },
  { label: 'Handling', required: false },
]

test('columns are found in any order, whatever their case, spaces and Unicode form', () => {
  const matched = matchHeader(['recorded  AT', ' Cafe\u0301 ', 'REFERENCE'], columns)
  expect(matched.errors).toEqual([])
  expect(matched.warnings).toEqual([])
  expect([...matched.index]).toEqual([
    ['Reference', 2],
    ['Recorded at', 0],
    ['Café', 1],
  ])
})

test('a required column that is missing is an error, an optional one is not', () => {
  const matched = matchHeader(['Reference', 'Café'], columns)
  expect(matched.errors).toEqual([
    { line: 1, column: 'Recorded at', problem: 'There is no column ‘Recorded at’. Add it to the header row' },
  ])
})

test('a doubled column is an error that says where; the first is the one found', () => {
  const matched = matchHeader(['Reference', 'Recorded at', 'reference ', 'Café'], columns)
  expect(matched.errors).toEqual([
    {
      line: 1,
      column: 'Reference',
      problem: 'The column ‘Reference’ is there 2 times (columns 1 and 3). Keep one of them',
    },
  ])
  expect(matched.index.get('Reference')).toBe(0)
})

test('unknown columns and columns without a name are warnings, with what may be meant', () => {
  const matched = matchHeader(['Reference', 'Recorded at', 'Café', 'Handlng', '', 'Shoe size'], columns)
  expect(matched.errors).toEqual([])
  expect(matched.warnings).toEqual([
    {
      line: 1,
      column: 'Handlng',
      problem: 'The column ‘Handlng’ is not known and is not read. Did you mean ‘Handling’?',
    },
    { line: 1, problem: 'Column 5 has no name and is not read' },
    { line: 1, column: 'Shoe size', problem: 'The column ‘Shoe size’ is not known and is not read' },
  ])
})

test('a column that is there already is never what was meant', () => {
  expect(matchHeader(['Reference', 'Recorded at', 'Café', 'References'], columns).warnings).toEqual([
    { line: 1, column: 'References', problem: 'The column ‘References’ is not known and is not read' },
  ])
})

test('names in messages can not change a terminal', () => {
  const [warning] = matchHeader(['Reference', 'Recorded at', 'Café', 'x\u001B[2J\u202Ey'], columns).warnings
  expect(warning?.column).toBe('xU+001B[2JU+202Ey')
})

test('a first line that names no column is no header', () => {
  expect(matchHeader(['C1', '2026-01-01'], columns).errors).toEqual([
    {
      line: 1,
      problem: 'There is no header row. Put the names of the columns on the first line: Reference, Recorded at, Café',
    },
  ])
})

test.each([
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
])('values separated by %j are named', (separator, name) => {
  expect(matchHeader([['Reference', 'Recorded at'].join(separator)], columns).errors).toEqual([
    { line: 1, problem: `The values are separated by ${name}. Save the file with commas between the values` },
  ])
})
