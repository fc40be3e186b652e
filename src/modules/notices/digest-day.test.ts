import { expect, it } from 'vitest'
import { digestDay, mondayOf } from './digest-day.ts'

const hours = { from: '07:00', daysOff: new Set(['2027-03-26']) }

it.each([
  ['a winter morning, before the hour', '2026-11-23T06:59:59Z', undefined],
  ['a winter morning, at the hour', '2026-11-23T07:00:00Z', '2026-11-23'],
  ['a summer morning, before the hour in London', '2027-06-14T05:59:00Z', undefined],
  ['a summer morning, at the hour in London', '2027-06-14T06:00:00Z', '2027-06-14'],
  ['late in a summer evening, still that day in London', '2027-06-14T22:59:00Z', '2027-06-14'],
  ['past midnight in London', '2027-06-14T23:00:00Z', undefined],
  ['a Saturday', '2026-11-28T09:00:00Z', undefined],
  ['a Sunday', '2026-11-22T09:00:00Z', undefined],
  ['a Friday', '2026-11-27T09:00:00Z', '2026-11-27'],
  ['a bank holiday', '2027-03-26T09:00:00Z', undefined],
])('%s', (_what, instant, day) => {
  expect(digestDay(new Date(instant), hours)).toBe(day)
})

it('a week begins on its Monday', () => {
  expect(['2026-11-23', '2026-11-27', '2026-11-29', '2026-11-30'].map(mondayOf)).toEqual([
    '2026-11-23',
    '2026-11-23',
    '2026-11-23',
    '2026-11-30',
  ])
})
