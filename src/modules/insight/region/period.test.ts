import { describe, expect, it } from 'vitest'
import { periodText } from './figure-words.ts'
import { dayAYearBefore, lastTwelveMonths, monthsOf, readPeriod, yearBefore } from './period.ts'

describe('the last twelve full months', () => {
  it.each([
    ['2023-01-04', '2022-01-01', '2022-12-31'],
    ['2022-12-31', '2022-01-01', '2022-12-31'],
    ['2022-12-30', '2021-12-01', '2022-11-30'],
    ['2024-02-29', '2023-03-01', '2024-02-29'],
  ])('as at %s are %s to %s', (day, from, to) => {
    expect(lastTwelveMonths(day)).toEqual({ from, to })
  })
})

describe('a year before', () => {
  it('keeps whole months whole, whatever the length of February', () => {
    expect(yearBefore({ from: '2023-03-01', to: '2024-02-29' })).toEqual({ from: '2022-03-01', to: '2023-02-28' })
    expect(yearBefore({ from: '2024-03-01', to: '2025-02-28' })).toEqual({ from: '2023-03-01', to: '2024-02-29' })
    expect(dayAYearBefore('2024-02-29')).toBe('2023-02-28')
  })
})

describe('a period that is asked for', () => {
  it('is read, or refused with what to enter', () => {
    expect(readPeriod('', '')).toEqual({ period: undefined })
    expect(readPeriod('2022-01-01', '2022-12-31')).toEqual({ period: { from: '2022-01-01', to: '2022-12-31' } })
    expect(readPeriod('2022-02-30', '2022-12-31')).toMatchObject({ field: 'from' })
    expect(readPeriod('2022-01-01', '')).toMatchObject({ field: 'to' })
    expect(readPeriod('2022-01-02', '2022-01-01')).toMatchObject({ field: 'to' })
    expect(readPeriod('2020-01-01', '2022-12-31')).toHaveProperty('period')
    expect(readPeriod('2020-01-01', '2023-01-01')).toMatchObject({ field: 'to' })
  })

  it('has its first and last month cut to its days', () => {
    expect(monthsOf({ from: '2022-11-15', to: '2023-01-10' })).toEqual([
      { month: '2022-11', from: '2022-11-15', to: '2022-11-30' },
      { month: '2022-12', from: '2022-12-01', to: '2022-12-31' },
      { month: '2023-01', from: '2023-01-01', to: '2023-01-10' },
    ])
  })

  it('is told in as few words as say it', () => {
    expect(periodText({ from: '2022-01-01', to: '2022-12-31' })).toBe('Jan to Dec 2022')
    expect(periodText({ from: '2022-07-01', to: '2023-06-30' })).toBe('Jul 2022 to Jun 2023')
    expect(periodText({ from: '2022-07-01', to: '2022-07-31' })).toBe('Jul 2022')
    expect(periodText({ from: '2022-07-02', to: '2022-07-31' })).toBe('2 July 2022 to 31 July 2022')
  })
})
