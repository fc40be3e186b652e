import { expect, test } from 'vitest'
import { shiftFormula } from './shift-formula.ts'

test.each([
  ['A1+B$2+$C3+$D$4', 'B3+C$2+$C5+$D$4'],
  ['SUM(A1:Z9)', 'SUM(B3:AA11)'],
  ['"A1"&A1', '"A1"&B3'],
  ["'A1 sheet'!A1+Sheet1!A1", "'A1 sheet'!B3+Sheet1!B3"],
  ['LOG10(A1)', 'LOG10(B3)'],
  ['A1.B', 'A1.B'],
])('%s filled down two rows and one column to the right', (formula, shifted) => {
  expect(shiftFormula(formula, { rows: 2, columns: 1 })).toBe(shifted)
})
