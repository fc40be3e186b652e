import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText } from './clean-text.ts'

const clean = (value: string, max = 4000): ReturnType<typeof cleanText> => cleanText(value, { max })

describe('cleanText', () => {
  test('composes to NFC and otherwise keeps what was typed', () => {
    expect(clean(' Cafe\u0301\r\nline two \n')).toEqual({ ok: true, value: ' Café\r\nline two \n' })
  })

  test('keeps invisible and direction-changing characters', () => {
    const text = 'a\u200Bb\u202Ec\u2066d\uFEFFe\u00ADf\u2028g'
    expect(clean(text)).toEqual({ ok: true, value: text })
  })

  test.each(['', ' ', '\u00A0 \n'])('takes %j as empty', value => {
    expect(clean(value)).toEqual({ ok: true, value: '' })
  })

  test.each([
    ['\0', 'a control character (U+0000)'],
    ['\u0007', 'a control character (U+0007)'],
    ['\u007F', 'a control character (U+007F)'],
    ['\u0085', 'a control character (U+0085)'],
    ['\u009F', 'a control character (U+009F)'],
    ['\t', 'a tab (U+0009)'],
    ['\v', 'a control character (U+000B)'],
  ])('refuses %j', (character, name) => {
    expect(clean(`a${character}b`)).toEqual({ ok: false, problem: `Contains ${name}. Remove it, or use a space` })
  })

  test('refuses half of a surrogate pair, which no database can hold', () => {
    expect(clean('a\uD83Eb')).toEqual({
      ok: false,
      problem: 'Contains half of a character (an unpaired surrogate). Type the text again',
    })
  })

  test('counts characters, not code units, after composing', () => {
    expect(clean('🦊🦊', 2)).toEqual({ ok: true, value: '🦊🦊' })
    expect(clean('e\u0301e\u0301', 2)).toEqual({ ok: true, value: 'éé' })
    expect(clean('🦊🦊🦊', 2)).toEqual({ ok: false, problem: 'Must be 2 characters or fewer. It has 3' })
  })

  test('is settled: what it gives, it gives again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), value => {
        const once = clean(value)
        fc.pre(once.ok)
        expect(clean(once.value)).toEqual(once)
      }),
    )
  })
})
