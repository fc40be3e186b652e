import { expect, test } from 'vitest'
import { formatCount, formatDay, formatInstant, formatMoney, formatMonth } from './format.ts'

test('a day is written in full', () => {
  expect(formatDay('2023-01-04')).toBe('4 January 2023')
  expect(formatDay('2026-11-22')).toBe('22 November 2026')
})

test.each(['2023-13-04', '2023-1-4', '04/01/2023', '', '2023-01-04T10:46:00Z'])('"%s" is no day', day => {
  expect(() => formatDay(day)).toThrow(RangeError)
})

test('a month is written in full or short', () => {
  expect(formatMonth('2024-09')).toBe('September 2024')
  expect(formatMonth('2024-09', 'short')).toBe('Sep 2024')
  expect(() => formatMonth('2024-00')).toThrow(RangeError)
})

test('an instant is written in UTC, whatever the zone it came in', () => {
  expect(formatInstant(new Date('2023-01-04T10:46:59.999Z'))).toBe('4 January 2023 at 10:46 UTC')
  expect(formatInstant(new Date('2023-07-01T00:30:00+01:00'))).toBe('30 June 2023 at 23:30 UTC')
})

test('pence are written as pounds', () => {
  expect(formatMoney(480000)).toBe('£4,800.00')
  expect(formatMoney(5)).toBe('£0.05')
  expect(formatMoney(-12345)).toBe('-£123.45')
})

test('thousands are parted', () => {
  expect(formatCount(1204)).toBe('1,204')
  expect(formatCount(0)).toBe('0')
})
