import { describe, expect, it } from 'vitest'
import { suggestFourP, suggestValue } from './suggest.ts'

const tactics = [
  { value: 'Arrest', fourP: 'Pursue', words: ['arrest', 'arrested', 'custody'] },
  { value: 'Seizure of cash', fourP: 'Pursue', words: ['cash', 'seized'] },
  { value: 'Talk in a school', fourP: 'Prevent', words: ['school', 'assembly'] },
  { value: 'Safeguarding visit', fourP: 'Protect', words: ['safeguarding', 'cuckooed', 'welfare visit'] },
  { value: 'Without a P', fourP: undefined, words: ['nothing'] },
] as const

describe('the suggested P', () => {
  it.each([
    ['Safeguarding visit to a tenant', 'Protect', '“Safeguarding visit”'],
    ['SEIZED cash at the border', 'Pursue', '“SEIZED” and “cash”'],
    ['two arrests', 'Pursue', '“arrests”'],
    ['A talk in two schools', 'Prevent', '“schools”'],
    ['Wélfare   visit, flat cuckooed; one arrested', 'Protect', '“Wélfare   visit” and “cuckooed”'],
  ])('of “%s” is %s because of %s', (text, value, because) => {
    expect(suggestFourP(text, undefined, tactics)).toEqual({ value, because: `of ${because}` })
  })

  it('is that of a tactic that was named, whatever the words', () => {
    expect(suggestFourP('cash seized', 'Talk in a school', tactics)).toEqual({
      value: 'Prevent',
      because: 'of the tactic “Talk in a school”',
    })
  })

  it.each(['', '   ', 'We did our work', 'cashier', 'nothing', 'seiz', '((( \u0000 )))', '🚓'])(
    'is none of “%s”',
    text => {
      expect(suggestFourP(text, undefined, tactics)).toBeUndefined()
      expect(suggestFourP(text, 'Another tactic', tactics)).toBeUndefined()
      expect(suggestFourP(text, 'Without a P', tactics)).toBeUndefined()
    },
  )
})

describe('a suggested value', () => {
  it('is the first of the list at a tie', () => {
    const entries = [
      { value: 'Major', words: ['charged'] },
      { value: 'Minor', words: ['visit'] },
    ]
    expect(suggestValue('visit, then charged', entries)?.value).toBe('Major')
    expect(suggestValue('visit, then charged', entries.toReversed())?.value).toBe('Minor')
  })

  it('weighs longer phrases more, and a phrase said twice once', () => {
    const entries = [
      { value: 'Major', words: ['charged', 'Charged'] },
      { value: 'Minor', words: ['stop and search'] },
    ]
    expect(suggestValue('charged charged charged after a stop and search', entries)?.value).toBe('Minor')
  })
})
