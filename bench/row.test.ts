import { describe, expect, it } from 'vitest'
import type { Measured } from './measured.ts'
import { budget, type Operation, share, times } from './operation.ts'
import { growsAsAllowed, growthOf, rowOf, verdictOf } from './row.ts'

const speeds = (...all: readonly number[]): readonly Measured[] =>
  all.map(perSecond => ({ perSecond, done: perSecond, errors: 0 }))
const operation = (bounds: Partial<Operation>): Operation => ({
  key: 'tried',
  name: 'tried',
  reference: 'S',
  toReach: share(0.4),
  aim: share(0.65),
  grows: 'by an index',
  prepare: () => Promise.reject(new Error('Not asked for.')),
  ...bounds,
})

describe('a row', () => {
  it('pairs what was measured in the same round', () => {
    const outcome = { operation: speeds(50, 500, 20), reference: speeds(100, 1000, 80), nothing: speeds(9, 10, 11) }
    const row = rowOf(operation({}), outcome)
    expect(row).toMatchObject({ ratio: 0.5, perSecond: 50, referencePerSecond: 100, nothingPerSecond: 10, rounds: 3 })
    expect(row.interval).toMatchObject({ low: 0.25, high: 0.5 })
  })

  it('of times tells how many times as long it takes', () => {
    const outcome = { operation: speeds(50), reference: speeds(100), nothing: [] }
    expect(rowOf(operation({ toReach: times(1.5), aim: times(1.1) }), outcome).ratio).toBe(2)
  })

  it.each([
    [share(0.4), share(0.65), 0.7, 'aim reached'],
    [share(0.4), share(0.65), 0.4, 'reached'],
    [share(0.4), share(0.65), 0.39, 'falls short'],
    [times(1.5), times(1.1), 1.05, 'aim reached'],
    [times(1.5), times(1.1), 1.5, 'reached'],
    [times(1.5), times(1.1), 1.51, 'falls short'],
  ] as const)('to reach %j, aim %j: %d is %s', (toReach, aim, ratio, verdict) => {
    const speed = toReach.kind === 'share' ? ratio : 1 / ratio
    const outcome = { operation: speeds(speed), reference: speeds(1), nothing: [] }
    expect(verdictOf({ ...rowOf(operation({ toReach, aim }), outcome), ratio })).toBe(verdict)
  })

  it('falls short where it does too few a second, whatever its share', () => {
    const outcome = { operation: speeds(4_999), reference: speeds(5_000), nothing: [] }
    expect(verdictOf(rowOf(operation({ leastPerSecond: 5_000 }), outcome))).toBe('falls short')
    expect(verdictOf(rowOf(operation({ leastPerSecond: 4_000 }), outcome))).toBe('aim reached')
  })

  it.each([
    [0.99, 'reached'],
    [1.01, 'falls short'],
  ])('of limits of its own, having used %d of them, is %s', (ofBudget, verdict) => {
    const { aim: _aim, ...held } = operation({ toReach: budget('p95 200 ms') })
    const outcome = { operation: [{ perSecond: 300, done: 300, errors: 0, ofBudget }], reference: [], nothing: [] }
    expect(verdictOf(rowOf(held, outcome))).toBe(verdict)
  })

  it('is spoilt by one error', () => {
    const [good] = speeds(100)
    const failing = { perSecond: 100, done: 100, errors: 1 }
    const outcome = { operation: [good ?? failing, failing], reference: speeds(100, 100), nothing: [] }
    expect(verdictOf(rowOf(operation({}), outcome))).toBe('errors')
  })
})

it('grows as an index does, or as its rows do', () => {
  const at = (speed: number) => rowOf(operation({}), { operation: speeds(speed), reference: speeds(100), nothing: [] })
  expect(growthOf(at(100), at(50))).toBe(2)
  expect(growsAsAllowed(operation({}), 1.3, 10)).toBe(true)
  expect(growsAsAllowed(operation({}), 1.31, 10)).toBe(false)
  expect(growsAsAllowed(operation({ grows: 'as its rows' }), 9, 10)).toBe(true)
  expect(growsAsAllowed(operation({ grows: 'as its rows' }), 11, 10)).toBe(false)
})
