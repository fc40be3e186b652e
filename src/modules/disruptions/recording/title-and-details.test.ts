import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { titleAndDetails } from './title-and-details.ts'

describe('a description as title and details', () => {
  it('is a title alone when it fits', () => {
    expect(titleAndDetails('Warrant at two addresses')).toEqual({ title: 'Warrant at two addresses', details: null })
    expect(titleAndDetails('x'.repeat(200))).toEqual({ title: 'x'.repeat(200), details: null })
    expect(titleAndDetails('🚓'.repeat(200)).details).toBeNull()
  })

  it('begins with its first line, and is kept whole', () => {
    expect(titleAndDetails('\nWarrant\n\nTwo phones')).toEqual({ title: 'Warrant', details: '\nWarrant\n\nTwo phones' })
  })

  it('ends at a word', () => {
    const long = `${'word '.repeat(60)}end`
    const { title, details } = titleAndDetails(long)
    expect(title).toMatch(/ word…$/)
    expect(details).toBe(long)
  })

  it('loses nothing, and its title fits whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), text => {
        const { title, details } = titleAndDetails(text)
        expect(Array.from(title).length).toBeLessThanOrEqual(200)
        expect(title).not.toMatch(/\n/)
        expect(details ?? title).toBe(details === null ? text.trim() : text)
      }),
    )
  })
})
