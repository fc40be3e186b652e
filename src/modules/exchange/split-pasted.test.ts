import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitPasted } from './split-pasted.ts'

test.each([
  [
    'a\tb\nc\td',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['a\tb\r\n\r\n', [['a', 'b'], [''], ['']]],
  ['"one\r\ntwo"\tb', [['one\ntwo', 'b']]],
  ['"a\tb"\t"say ""so"""', [['a\tb', 'say "so"']]],
  // Excel puts no marks around a cell that has them and nothing else that would need them.
  ['"quoted"\tx', [['"quoted"', 'x']]],
  ['5" pipe\t"', [['5" pipe', '"']]],
  ['"never closed\tx\ny', [['"never closed', 'x'], ['y']]],
  ['', [['']]],
])('%j', (text, rows) => {
  expect(splitPasted(text)).toEqual(rows)
})

test('whatever cells are copied as Excel copies them come back', () => {
  const cell = fc.string({ maxLength: 12 }).map(text => text.replaceAll('\r', ''))
  const copied = (text: string): string => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }), rows => {
      expect(splitPasted(rows.map(cells => cells.map(copied).join('\t')).join('\n'))).toEqual(rows)
    }),
  )
})

test('two megabytes of quote marks are split in time', () => {
  expect(splitPasted('"""\t'.repeat(500_000)).length).toBeGreaterThan(0)
})
