import { expect, test } from 'vitest'
import { readProgress } from './pgbench.ts'

test('the first second is not counted', () => {
  const said =
    'progress: 1.0 s, 80.0 tps, lat 99.9 ms\nprogress: 2.0 s, 200.0 tps, lat 40 ms\nprogress: 3.0 s, 100.0 tps, lat 80 ms'
  expect(readProgress(said)).toEqual({ perSecond: 150, done: 300, errors: 0 })
})

test('of a second that was shorter, no more is counted than was done', () => {
  const said = 'progress: 1.1 s, 0.0 tps, lat 0 ms\nprogress: 2.0 s, 222.0 tps, lat 36 ms'
  const { perSecond, done } = readProgress(said)
  expect(perSecond).toBeCloseTo(222)
  expect(done).toBe(199)
})

test('no progress is no measurement', () => {
  expect(() => readProgress('pgbench: error')).toThrow('reported no progress')
})
