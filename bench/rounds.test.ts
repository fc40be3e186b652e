import { describe, expect, it } from 'vitest'
import { median, medianInterval, runRounds, seededRandom, shuffled } from './rounds.ts'

describe('rounds', () => {
  it('measure each contestant once a round, in orders that differ, and keep the rounds apart', async () => {
    const order: string[] = []
    const contestant = (name: string) => {
      let round = 0
      return {
        name,
        measure: async () => {
          order.push(name)
          return `${name}${(round += 1)}`
        },
      }
    }
    let settled = 0
    const results = await runRounds(['S', 'H', 'E'].map(contestant), {
      rounds: 8,
      random: seededRandom(1),
      settle: async () => void (settled += 1),
    })
    const byRound = Array.from({ length: 8 }, (_, round) => order.slice(round * 3, round * 3 + 3))
    for (const round of byRound) expect(round.toSorted()).toEqual(['E', 'H', 'S'])
    expect(new Set(byRound.map(round => round.join(''))).size).toBeGreaterThan(2)
    expect(results.get('E')).toEqual(['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8'])
    expect(settled).toBe(24)
  })

  it('are drawn alike from the same seed, and otherwise from another', () => {
    const items = Array.from({ length: 20 }, (_, index) => index)
    expect(shuffled(items, seededRandom(4))).toEqual(shuffled(items, seededRandom(4)))
    expect(shuffled(items, seededRandom(4))).not.toEqual(shuffled(items, seededRandom(5)))
    expect(shuffled(items, seededRandom(4)).toSorted((a, b) => a - b)).toEqual(items)
  })
})

describe('the median', () => {
  it.each([
    [[3], 3],
    [[4, 1, 3], 3],
    [[10, 2, 4, 3], 3.5],
  ])('of %j is %d', (values, expected) => expect(median(values)).toBe(expected))

  it('lies between the second and the ninth of ten values', () => {
    const interval = medianInterval([9, 1, 8, 2, 10, 3, 7, 4, 6, 5])
    expect([interval.low, interval.high]).toEqual([2, 9])
    expect(interval.coverage).toBeCloseTo(1 - (2 * 11) / 1024, 10)
  })

  it('lies between closer ones of more values', () => {
    const interval = medianInterval(Array.from({ length: 30 }, (_, index) => index + 1))
    expect([interval.low, interval.high]).toEqual([10, 21])
    expect(interval.coverage).toBeGreaterThanOrEqual(0.95)
  })

  it('of few values lies between the lowest and the highest, less surely', () => {
    expect(medianInterval([2, 1, 3])).toEqual({ low: 1, high: 3, coverage: 0.75 })
  })
})
