import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copiesSince, type DigestedText, digestOf, type KnownCopies } from './known-copies.ts'
import { nearCopies, type TextOfPlan } from './near-copies.ts'

const limits = { share: 50, fewestWords: 6 }
const everyone = (): boolean => true

/** Plans of few words, so that many are alike; one has texts, each of words. */
const text = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 8 }), { maxLength: 3 })

function planOf(key: number, texts: readonly (readonly number[])[]): DigestedText {
  const words = Int32Array.from(texts.flatMap(one => [...one, 0]))
  return { key, words, digest: digestOf(words) }
}

/** What changes between one page and the next: texts by their place, plans gone, plans new. */
const change = fc.record({
  texts: fc.dictionary(fc.constantFrom('0', '3', '7', '11', '16'), text, { maxKeys: 1 }),
  gone: fc.option(fc.nat({ max: 40 }), { nil: undefined }),
  added: fc.array(text, { maxLength: 1 }),
  judged: fc.constantFrom(2, 3, 1),
})

describe('copies known before', () => {
  it('are what comparing all texts again would tell, whatever has changed', async () => {
    // No more than are all compared with each other, where the likeliest of very many need not be the best.
    const plans = fc.array(text, { minLength: 18, maxLength: 18 })
    await fc.assert(
      fc.asyncProperty(plans, fc.array(change, { minLength: 1, maxLength: 3 }), async (first, changes) => {
        let now = first.map((one, key) => planOf(key, one))
        let known = await copiesSince(undefined, now, limits, key => key % 2 === 0)
        for (const { texts, gone, added, judged } of changes) {
          now = [
            ...now
              .map(plan => planOf(plan.key, texts[String(plan.key)] ?? textsOf(plan)))
              .filter(({ key }) => key !== gone),
            ...added.map((one, index) => planOf(1 + Math.max(...now.map(({ key }) => key)) + index, one)),
          ]
          known = await copiesSince(known, now, limits, key => key % judged === 0)
          await expectAsComparedAnew(known, now, key => key % judged === 0)
        }
      }),
      { numRuns: 300 },
    )
  })

  const words = (from: number) => Array.from({ length: 12 }, (_, index) => from + index)
  /** Enough that a few may change; each of words of its own. */
  const others = Array.from({ length: 40 }, (_, index) => planOf(100 + index, [words(1000 * (index + 1))]))
  const original = planOf(1, [words(1)])
  const copy = planOf(200, [words(1)])

  it('end when the text of the original has changed, or it is gone', async () => {
    const before = await copiesSince(undefined, [original, ...others, copy], limits, everyone)
    expect(before.copies.get(200)).toEqual({ original: 1, share: 100 })
    const changed = [planOf(1, [words(500)]), ...others, copy]
    expect((await copiesSince(before, changed, limits, everyone)).copies.get(200)).toBeUndefined()
    expect((await copiesSince(before, [...others, copy], limits, everyone)).copies.get(200)).toBeUndefined()
  })

  it('begin when the text of an earlier plan has become the same', async () => {
    const before = await copiesSince(undefined, [planOf(1, [words(500)]), ...others, copy], limits, everyone)
    expect(before.copies.get(200)).toBeUndefined()
    const after = await copiesSince(before, [original, ...others, copy], limits, everyone)
    expect(after.copies.get(200)).toEqual({ original: 1, share: 100 })
  })

  it('are judged again by other limits, and in another order', async () => {
    const before = await copiesSince(undefined, [original, ...others, copy], limits, everyone)
    const strict = await copiesSince(before, [original, ...others, copy], { ...limits, fewestWords: 13 }, everyone)
    expect(strict.copies.get(200)).toBeUndefined()
    const turned = await copiesSince(before, [copy, ...others, original], limits, everyone)
    expect([turned.copies.get(200), turned.copies.get(1)]).toEqual([undefined, { original: 200, share: 100 }])
  })

  it('are known of those who were not asked about before', async () => {
    const plans = [original, ...others, copy]
    const before = await copiesSince(undefined, plans, limits, key => key === 100)
    expect([...before.copies.keys()]).toEqual([100])
    const after = await copiesSince(before, plans, limits, key => key === 200)
    expect([...after.copies]).toEqual([
      [100, undefined],
      [200, { original: 1, share: 100 }],
    ])
  })
})

function textsOf({ words }: TextOfPlan): readonly (readonly number[])[] {
  const texts: number[][] = []
  let open: number[] = []
  for (const word of words) {
    if (word === 0) {
      texts.push(open)
      open = []
    } else open.push(word)
  }
  return texts
}

/** Of two originals with as much of it either may be told. */
async function expectAsComparedAnew(
  { copies }: KnownCopies,
  plans: readonly TextOfPlan[],
  judged: (key: number) => boolean,
): Promise<void> {
  const anew = await nearCopies(plans, limits)
  const keys = new Set(plans.map(({ key }) => key))
  expect([...keys].filter(key => judged(key) && !copies.has(key))).toEqual([])
  for (const [key, found] of copies) {
    expect(keys.has(key)).toBe(true)
    expect([key, found?.share]).toEqual([key, anew.get(key)?.share])
  }
}
