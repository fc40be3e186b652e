import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseChoiceCell } from './parse-choice-cell.ts'
import { parseDayCell } from './parse-day-cell.ts'
import { parseInstantCell } from './parse-instant-cell.ts'
import { parseCountCell, parseMoneyCell } from './parse-number-cells.ts'
import type { CellResult } from './problem.ts'

function problemOf(result: CellResult<unknown>): string {
  if (result.ok) throw new Error(`Was taken: ${String(result.value)}`)
  return result.problem
}

describe('parseInstantCell', () => {
  const now = new Date('2026-11-22T12:00:00Z')
  const parse = (cell: string): CellResult<Date> => parseInstantCell(cell, { now })

  test.each([
    ['2026-11-22T09:30:00Z', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22T09:30Z', '2026-11-22T09:30:00.000Z'],
    ['2026-06-22T09:30:15+01:00', '2026-06-22T08:30:15.000Z'],
    ['2026-06-22T00:30-03:30', '2026-06-22T04:00:00.000Z'],
    [' 2026-11-22 09:30:00z ', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22T09:30:00.1Z', '2026-11-22T09:30:00.100Z'],
    ['2026-11-22T09:30:00,123456789Z', '2026-11-22T09:30:00.123Z'],
    ['2026-11-22T11:59:59.999999Z', '2026-11-22T11:59:59.999Z'],
    ['2026-11-22T12:00:00Z', '2026-11-22T12:00:00.000Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00.000Z'],
    ['1900-01-01T00:00Z', '1900-01-01T00:00:00.000Z'],
  ])('takes %s', (cell, instant) => {
    expect(parse(cell)).toEqual({ ok: true, value: new Date(instant) })
  })

  test.each([
    ['', 'is not a date and time'],
    ['22/11/2026 09:30', 'is not a date and time'],
    ['2026-11-22T09Z', 'is not a date and time'],
    ['2026-11-22T09:30:00+0100', 'is not a date and time'],
    ['2026-11-22', 'has no time. '],
    ['2026-11-22T09:30:00', 'has no time zone'],
    ['2026-11-22T09:30', 'has no time zone'],
    ['2023-02-30T09:30Z', 'is not a real date'],
    ['2023-02-29T09:30Z', 'is not a real date'],
    ['2023-13-01T09:30Z', 'is not a real date'],
    ['2023-00-10T09:30Z', 'is not a real date'],
    ['0050-01-01T09:30Z', 'is not a real date'],
    ['1899-12-31T09:30Z', 'is before 1900'],
    ['2026-11-22T24:00Z', 'is not a real time'],
    ['2026-11-22T09:60Z', 'is not a real time'],
    ['2026-11-22T09:30:60Z', 'is not a real time'],
    ['2026-11-22T09:30+14:01', 'is not a real time'],
    ['2026-11-22T09:30+01:60', 'is not a real time'],
    ['2026-11-22T12:00:00.001Z', 'is in the future'],
    ['2026-11-22T11:30-01:00', 'is in the future'],
  ])('refuses %j: it %s', (cell, why) => {
    expect(problemOf(parse(cell))).toContain(`‘${cell}’ ${why}`)
  })

  test('gives back every instant that it was given', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01T00:00Z'), max: now, noInvalidDate: true }), instant => {
        expect(parse(instant.toISOString())).toEqual({ ok: true, value: instant })
      }),
    )
  })
})

describe('parseDayCell', () => {
  test.each(['2026-11-22', '2024-02-29', '1900-01-01', '2999-12-31'])('takes %s', day => {
    expect(parseDayCell(` ${day} `)).toEqual({ ok: true, value: day })
  })

  test.each([
    ['', 'is not a date'],
    ['22/11/2026', 'is not a date'],
    ['2026-11-22T00:00:00Z', 'is not a date'],
    ['26-11-22', 'is not a date'],
    ['2026-1-2', 'is not a date'],
    ['2023-02-29', 'is not a real date'],
    ['2023-02-30', 'is not a real date'],
    ['2023-04-31', 'is not a real date'],
    ['1899-12-31', 'is before 1900'],
  ])('refuses %j: it %s', (cell, why) => {
    expect(problemOf(parseDayCell(cell))).toContain(`‘${cell}’ ${why}`)
  })
})

describe('parseMoneyCell', () => {
  test.each([
    ['4800.00', 480_000],
    ['4800', 480_000],
    ['4800.5', 480_050],
    [' 0.01 ', 1],
    ['0', 0],
    ['007', 700],
    ['4,800.50', 480_050],
    ['1,234,567.89', 123_456_789],
    ['1.10', 110],
    ['8.29', 829],
    ['99,999,999,999.99', 9_999_999_999_999],
  ])('takes %s as pence', (cell, pence) => {
    expect(parseMoneyCell(cell)).toEqual({ ok: true, value: pence })
  })

  test.each([
    ['', 'is not an amount'],
    ['£4800', 'has a currency sign'],
    ['-1', 'is less than zero'],
    ['1.234', 'is not an amount'],
    ['1,23', 'is not an amount'],
    ['12,34,567', 'is not an amount'],
    ['1234,567', 'is not an amount'],
    ['.50', 'is not an amount'],
    ['1.', 'is not an amount'],
    ['1e3', 'is not an amount'],
    ['١٢', 'is not an amount'],
    ['NaN', 'is not an amount'],
    ['100000000000.00', 'is too large'],
    ['9'.repeat(50), 'is too large'],
  ])('refuses %j: it %s', (cell, why) => {
    expect(problemOf(parseMoneyCell(cell))).toContain(`‘${cell}’ ${why}`)
  })

  test('is exact for every amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999_999 }), pence => {
        const cell = `${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`
        expect(parseMoneyCell(cell)).toEqual({ ok: true, value: pence })
      }),
    )
  })
})

describe('parseCountCell', () => {
  test.each([
    ['0', 0],
    [' 12 ', 12],
    ['1,000,000', 1_000_000],
    ['1000000', 1_000_000],
  ])('takes %s', (cell, count) => {
    expect(parseCountCell(cell)).toEqual({ ok: true, value: count })
  })

  test.each([
    ['', 'is not a whole number'],
    ['1.0', 'is not a whole number'],
    ['two', 'is not a whole number'],
    ['0x1', 'is not a whole number'],
    ['1,0', 'is not a whole number'],
    ['-1', 'is less than zero'],
    ['1000001', 'is too large'],
    ['9'.repeat(50), 'is too large'],
  ])('refuses %j: it %s', (cell, why) => {
    expect(problemOf(parseCountCell(cell))).toContain(`‘${cell}’ ${why}`)
  })
})

describe('parseChoiceCell', () => {
  const tiers = ['Tier 1', 'Tier 2', 'Not set'] as const

  test.each(['Tier 2', 'tier 2', ' TIER  2 ', 'tier\u00A02'])('takes %j in the list’s own writing', cell => {
    expect(parseChoiceCell(cell, tiers)).toEqual({ ok: true, value: 'Tier 2' })
  })

  test('refuses anything else and names the choices', () => {
    expect(problemOf(parseChoiceCell(' Tier 9 ', tiers))).toBe(
      '‘Tier 9’ is not a choice here. Enter Tier 1, Tier 2 or Not set',
    )
    expect(problemOf(parseChoiceCell('', tiers))).toContain('Enter Tier 1, Tier 2 or Not set')
  })
})

test('problems quote the start of a value, without what could change a terminal', () => {
  expect(problemOf(parseDayCell(`\u001B[2J\u202E${'x'.repeat(100)}`))).toBe(
    `‘U+001B[2JU+202E${'x'.repeat(55)}…’ is not a date. Enter the year, month and day, such as 2026-11-22`,
  )
})
