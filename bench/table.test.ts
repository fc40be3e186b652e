import { expect, it } from 'vitest'
import { type Operation, share } from './operation.ts'
import { rowOf } from './row.ts'
import { figure, tableOf } from './table.ts'

const operation: Operation = {
  key: 'read',
  name: 'read one threat',
  reference: 'S',
  toReach: share(0.4),
  aim: share(0.65),
  grows: 'by an index',
  prepare: () => Promise.reject(new Error('Not asked for.')),
}
const rowAt = (perSecond: number) =>
  rowOf(operation, {
    operation: [{ perSecond, done: 10, errors: 0, times: { p50: 1.25, p95: 3, p99: 12.5 } }],
    reference: [{ perSecond: 1000, done: 10, errors: 0 }],
    nothing: [],
  })

it('shows what each row is held against, how it stands, and how it grew', () => {
  const table = tableOf([rowAt(500)], { rows: [rowAt(1000)], times: 10 })
  const [, line = ''] = table.split('\n')
  for (const text of [
    'read one threat',
    '0.4 of it',
    '0.65 of it',
    'reached',
    '500',
    '1.25',
    '12.5',
    '1,000',
    '2 too much',
  ])
    expect(line).toContain(text)
})

it('says of a row that could not be measured why', () => {
  expect(tableOf([{ operation, problem: 'pgbench ended with 1\nand more' }])).toContain(
    'not measured: pgbench ended with 1',
  )
})

it.each([
  [12345.6, '12,346'],
  [100, '100'],
  [45.678, '45.7'],
  [1.5, '1.5'],
  [0.04567, '0.046'],
  [10, '10'],
  [Number.NaN, '?'],
])('writes %d as %s', (value, text) => expect(figure(value)).toBe(text))
