import { describe, expect, it } from 'vitest'
import { agreementBy, agreementOf, type ScoredPair, sidesOf } from './agreement.ts'

const pair = (over: Partial<ScoredPair>): ScoredPair => ({
  pair: 'P-1',
  firstOrganisation: 'Cheshire Constabulary',
  secondOrganisation: 'Lancashire Constabulary',
  quarter: '2026-Q4',
  dimension: 'physical',
  first: 3,
  second: 1,
  ...over,
})

describe('agreement', () => {
  it('gives each organisation its own sign, and the same distance', () => {
    const sides = sidesOf([pair({}), pair({ dimension: 'financial', first: 1, second: 2 })])
    expect(agreementBy(sides, ({ organisation }) => organisation)).toEqual([
      ['Cheshire Constabulary', { pairs: 1, scores: 2, meanDifference: 0.5, meanApart: 1.5, withinOne: 50 }],
      ['Lancashire Constabulary', { pairs: 1, scores: 2, meanDifference: -0.5, meanApart: 1.5, withinOne: 50 }],
    ])
  })

  it('rounds the two sides of a pair alike', () => {
    const differences = [1, 0, 0, 0, 0, 0, 0, 0].map((more, index) =>
      pair({ dimension: `d${index}`, first: 1 + more, second: 1 }),
    )
    const means = agreementBy(sidesOf(differences), ({ organisation }) => organisation).map(
      ([, one]) => one.meanDifference,
    )
    expect(means).toEqual([0.13, -0.13])
  })

  it('counts a pair within one organisation once', () => {
    const sides = sidesOf([pair({ secondOrganisation: 'Cheshire Constabulary' })])
    expect(agreementOf(sides)).toEqual({ pairs: 1, scores: 1, meanDifference: 2, meanApart: 2, withinOne: 0 })
    expect(agreementOf([])).toBeUndefined()
  })
})
