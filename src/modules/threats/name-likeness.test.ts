import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldName, likeness } from './name-likeness.ts'

const alike = (a: string, b: string) => likeness(foldName(a), foldName(b))

describe('names', () => {
  test.each([
    ['Amber line', 'AMBER LINE', 0],
    ['Amber line', 'Line, Amber', 0],
    ['Café Nord', 'Cafe-Nord', 0],
    ['Amber line', 'Ambre line', 1],
    ['Amber line', 'Amber lines', 1],
    ['Amber line', 'Amberline', 1],
    ['Heron Basalt', 'Heran Bassalt', 2],
    ['Basalt Heron', 'Heran Bassalt', 2],
    ['Amber 2 line', 'Line 2, Ambre', 1],
  ])('%s is like %s: %i', (a, b, edits) => {
    expect(alike(a, b)).toBe(edits)
    expect(alike(b, a)).toBe(edits)
  })

  test.each([
    ['Amber line', 'Amber road'],
    ['Amb', 'Amc'],
    ['Wharf', 'Wharts'],
    ['Heron Basalt', 'Herons Basaltes'],
    ['Amber line 12', 'Amber line 13'],
    ['Amber 1 line 2', 'Amber 1 line'],
    ['!!', '??'],
  ])('%s is not like %s', (a, b) => expect(alike(a, b)).toBeUndefined())

  test('are like themselves whatever they hold, and likeness has no direction', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ maxLength: 30 }), (a, b) => {
        expect(alike(a, a)).toBe(foldName(a) === '' ? undefined : 0)
        expect(alike(a, b)).toBe(alike(b, a))
      }),
    )
  })
})
