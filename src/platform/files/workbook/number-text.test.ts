import { describe, expect, test } from 'vitest'
import { meaningOfFormat, type NumberMeaning } from './cell-formats.ts'
import { numberText } from './number-text.ts'

describe('numbers are the digits that were typed', () => {
  test.each([
    ['4800.5', '4800.5'],
    ['0.1', '0.1'],
    ['0.30000000000000004', '0.3'],
    ['1234.5599999999999', '1234.56'],
    ['4800.50', '4800.50'],
    ['1E-3', '0.001'],
    ['1.5E-7', '0.00000015'],
    ['1.2E+22', '12000000000000000000000'],
    ['-12', '-12'],
    ['12345678901234567', '12345678901234567'],
    ['', ''],
    ['not a number', 'not a number'],
  ])('%s', (raw, text) => {
    expect(numberText(raw, 'number', false)).toBe(text)
  })
})

describe('moments are ISO 8601 without a zone, days alone at midnight', () => {
  test.each<[string, NumberMeaning, boolean, string]>([
    ['44931', 'moment', false, '2023-01-05'],
    ['44931.3958333333', 'moment', false, '2023-01-05T09:30:00'],
    ['44931.39583336', 'moment', false, '2023-01-05T09:30:00.002'],
    ['43469', 'moment', true, '2023-01-05'],
    ['1', 'moment', false, '1900-01-01'],
    ['59', 'moment', false, '1900-02-28'],
    ['60', 'moment', false, '1900-02-29'],
    ['61', 'moment', false, '1900-03-01'],
    ['0.395833333333333', 'time', false, '09:30:00'],
    ['0.395833333333333', 'moment', false, '09:30:00'],
    ['44931.5', 'time', false, '2023-01-05T12:00:00'],
    ['-1', 'moment', false, '-1'],
    ['9999999', 'moment', false, '9999999'],
  ])('%s as a %s (from 1904: %s) is %s', (raw, meaning, from1904, text) => {
    expect(numberText(raw, meaning, from1904)).toBe(text)
  })
})

test.each<[string, NumberMeaning]>([
  ['General', 'number'],
  ['0.00', 'number'],
  ['#,##0.00;[Red]-#,##0.00', 'number'],
  ['0.00E+00', 'number'],
  ['0 "days and years"', 'number'],
  ['\\d0', 'number'],
  ['@', 'number'],
  ['[h]:mm', 'number'],
  ['dd/mm/yyyy', 'moment'],
  ['[$-F800]dddd, mmmm dd, yyyy', 'moment'],
  ['mmm', 'moment'],
  ['yyyy\\-mm\\-dd hh:mm', 'moment'],
  ['h:mm AM/PM', 'time'],
  ['mm:ss', 'time'],
])('the format %s is of a %s', (code, meaning) => {
  expect(meaningOfFormat(code)).toBe(meaning)
})
