import { describe, expect, it } from 'vitest'
import { resultsIn } from './results-in.ts'

describe('the results that a text says in figures', () => {
  it.each([
    ['Two arrested, £1,200 in cash and a van', { arrests: '2', cashSeizedPence: '1,200' }],
    ['3 people were arrested; one charged', { arrests: '3', charges: '1' }],
    ['£350.50 seized', { cashSeizedPence: '350.50' }],
    ['four children safeguarded and 2 adults safeguarded', { childrenSafeguarded: '4', adultsSafeguarded: '2' }],
    ['5 referrals, two pupils referred', { referrals: '5' }],
    ['1 closure order, 2 shotguns, 3 cars seized', { orders: '1', firearms: '2', vehicles: '3' }],
  ])('“%s”', (text, results) => {
    expect(resultsIn(text)).toEqual(results)
  })

  it.each([
    'Arrests followed',
    'Visited 3 schools, arrested nobody',
    'Worth £1,200 to the group',
    'section 1.5 arrests',
    'someone arrested',
    '',
  ])('nothing that “%s” does not say', text => {
    expect(resultsIn(text)).toEqual({})
  })
})
