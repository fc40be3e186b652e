import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHtml } from './content.ts'
import { shownText, Text } from './shown-text.tsx'

describe('Text', () => {
  test('keeps the direction of a value to itself and escapes it', () => {
    expect(toHtml(<Text value={`O'Neil & <b>"sons"</b>`} />)).toBe(
      '<bdi>O&#39;Neil &amp; &lt;b&gt;&quot;sons&quot;&lt;/b&gt;</bdi>',
    )
  })

  test.each([
    ['a zero width space', '\u200B', 'U+200B'],
    ['a right-to-left override', '\u202E', 'U+202E'],
    ['an isolate', '\u2066', 'U+2066'],
    ['a soft hyphen', '\u00AD', 'U+00AD'],
    ['a byte order mark', '\uFEFF', 'U+FEFF'],
    ['a Hangul filler', '\u3164', 'U+3164'],
    ['a control character', '\u0007', 'U+0007'],
    ['a tag character', '\u{E0041}', 'U+E0041'],
    ['a variation selector', '\uFE0F', 'U+FE0F'],
  ])('shows %s as a mark', (_, character, name) => {
    const html = toHtml(<Text value={`a${character}b`} />)
    expect(html).toContain(`>${name}</span>b`)
    expect(html).not.toContain(character)
  })

  test('leaves ordinary writing of any script alone', () => {
    const value = 'Siân Ní Dhómhnaill, مرحبا, 北京, Zoë \u00A3 \u2013 \u{1F600}'
    expect(toHtml(<Text value={value} />)).toBe(`<bdi>${value}</bdi>`)
  })

  test('keeps line breaks when asked to', () => {
    expect(toHtml(<Text value={'one\ntwo'} lines />)).toBe('<bdi class="ff-text-lines">one\ntwo</bdi>')
  })

  test('two different values never look the same', () => {
    const characters = fc.constantFrom('a', '<', '\u200B', '\u202E', '\u{E0041}', '\u200D')
    const value = fc.array(characters).map(list => list.join(''))
    const isTold = fc.property(value, value, (one, other) => {
      const same = toHtml(<Text value={one} />) === toHtml(<Text value={other} />)
      return same === (one === other)
    })
    expect(fc.check(isTold).failed).toBe(false)
  })
})

test('shownText marks the same characters in plain text', () => {
  expect(shownText('abc\u202Edef')).toBe('abc[U+202E]def')
  expect(shownText('abc')).toBe('abc')
})
