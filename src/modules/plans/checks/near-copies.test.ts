import { describe, expect, it } from 'vitest'
import { nearCopies, type TextOfPlan } from './near-copies.ts'

const limits = { share: 50, fewestWords: 20 }

/** The same numbers each time, from a seed. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state >>> 8) % below
  }
}

const word = (index: number) => `word${index}`
const stock = Array.from({ length: 3000 }, (_, index) => word(index))
/** Words that all plans against one type of crime have, and phrases that most of them use. */
const ofTheCrime = Array.from({ length: 120 }, (_, index) => `drugs${index}`)
const phrases = Array.from({ length: 12 }, (_, index) =>
  Array.from({ length: 5 }, (__, place) => `phrase${index}at${place}`),
)

function hashOf(text: string): number {
  let hash = 17
  for (const letter of text) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return hash === 0 ? 1 : hash
}

function planOf(key: number, texts: readonly (readonly string[])[]): TextOfPlan {
  return { key, words: Int32Array.from(texts.flatMap(words => [...words.map(hashOf), 0])) }
}

type Texts = readonly (readonly string[])[]

function written(numbers: (below: number) => number, words: readonly string[], texts = 14): Texts {
  return Array.from({ length: texts }, (_, place) => {
    const own = Array.from({ length: 7 + numbers(8) }, () => words[numbers(words.length)] ?? '')
    return place % 4 === 0 ? [...own.slice(0, 4), ...(phrases[numbers(phrases.length)] ?? []), ...own.slice(4)] : own
  })
}

/** Words put in others' place, put in, and left out, scattered: fewer than 20 of 100. */
function edited(numbers: (below: number) => number, texts: Texts): Texts {
  return texts.map(words =>
    words.flatMap(one => {
      if (numbers(100) >= 19) return [one]
      const act = numbers(3)
      if (act === 0) return [stock[numbers(stock.length)] ?? '']
      return act === 1 ? [one, stock[numbers(stock.length)] ?? ''] : []
    }),
  )
}

describe('plans that are nearly copies', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are 12 of 200, and none of 10 honest ones on the same crime: seed %i',
    async seed => {
      const numbers = numbersFrom(seed)
      const texts = Array.from({ length: 178 }, () => written(numbers, [...stock.slice(0, 400), ...ofTheCrime]))
      const originals = Array.from({ length: 12 }, (_, copy) => 3 + copy * 11)
      const honest = Array.from({ length: 10 }, () => written(numbers, ofTheCrime))
      const copies = originals.map(original => edited(numbers, texts[original] ?? []))
      const plans = [...texts, ...honest, ...copies].map((one, place) => planOf(place, one))
      expect(plans).toHaveLength(200)
      const found = await nearCopies(plans, limits)
      expect([...found].map(([key, { original }]) => [key, original])).toEqual(
        originals.map((original, copy) => [188 + copy, original]),
      )
      for (const { share } of found.values()) expect(share).toBeLessThan(100)
    },
  )

  const words = (from: number, count: number) => stock.slice(from, from + count)
  const first = planOf(1, [words(0, 40)])

  it.each<[string, Texts, number | undefined]>([
    ['half of it', [words(0, 20), words(100, 20)], 50],
    ['less than half', [words(0, 20), words(100, 21)], undefined],
    ['all of it', [words(0, 40)], 100],
    ['the same words in another order', [words(0, 40).toReversed()], undefined],
    ['short texts that are whole in the first', [words(0, 2), words(2, 2), words(100, 20)], undefined],
    ['fewer words than are judged', [words(0, 19)], undefined],
    ['as many words as are judged', [words(0, 20)], 100],
    ['nothing', [], undefined],
  ])('share %s', async (_, texts, share) => {
    expect((await nearCopies([first, planOf(2, texts)], limits)).get(2)?.share).toBe(share)
  })

  it('share short texts that are the same from end to end', async () => {
    const short = Array.from({ length: 12 }, (_, index) => words(index * 2, 2))
    expect((await nearCopies([planOf(1, short), planOf(2, short)], limits)).get(2)?.share).toBe(100)
    const joined = [words(0, 24)]
    expect((await nearCopies([planOf(1, short), planOf(2, joined)], limits)).size).toBe(0)
  })

  it('is the later one alone, with the one it has most of', async () => {
    const half = planOf(2, [words(0, 24), words(200, 16)])
    const later = planOf(3, [words(0, 24), words(200, 16), words(300, 4)])
    const found = await nearCopies([first, half, later], limits)
    expect([...found.keys()]).toEqual([2, 3])
    expect(found.get(3)?.original).toBe(2)
  })

  it('is told only of those that are asked about', async () => {
    const found = await nearCopies([first, planOf(2, [words(0, 40)]), planOf(3, [words(0, 40)])], limits, {
      judged: key => key === 3,
    })
    expect([...found]).toEqual([[3, { original: 1, share: 100 }]])
  })

  it('is told only of those that it may be a copy of', async () => {
    const plans = [first, planOf(2, [words(0, 40)]), planOf(3, [words(0, 40)])]
    const found = await nearCopies(plans, limits, { originals: key => key === 2 })
    expect([...found]).toEqual([[3, { original: 2, share: 100 }]])
  })

  it('is found among 5,000', async () => {
    const numbers = numbersFrom(99)
    const texts = Array.from({ length: 4990 }, () => written(numbers, stock, 20))
    const copies = Array.from({ length: 10 }, (_, copy) => edited(numbers, texts[copy * 400] ?? []))
    const found = await nearCopies(
      [...texts, ...copies].map((one, place) => planOf(place, one)),
      limits,
    )
    expect([...found].map(([key, { original }]) => [key, original])).toEqual(
      copies.map((_, copy) => [4990 + copy, copy * 400]),
    )
  }, 300_000)
})
