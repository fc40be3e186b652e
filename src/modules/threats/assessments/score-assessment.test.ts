import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tiers } from '../threat.ts'
import { dimensionsOf, highestScore, type ModelDefinition, modelDefinition, notKnown } from './model.ts'
import { type Answers, scoreAssessment, working } from './score-assessment.ts'

/** The model as the migration brings it. */
const seeded: ModelDefinition = modelDefinition.parse(
  JSON.parse(
    /'2020-01-01T00:00:00Z', '([^']+)'\)/.exec(
      readFileSync(new URL('../../../../migrations/0013-assessments.sql', import.meta.url), 'utf8'),
    )?.[1] ?? '',
  ),
)

const small: ModelDefinition = modelDefinition.parse({
  reassessAfterDays: 180,
  sections: [
    { key: 'harm', label: 'Harm', weight: 3, dimensions: [dimension('a', 1), dimension('b', 2)] },
    { key: 'chance', label: 'Chance', weight: 1, dimensions: [dimension('c', 5)] },
  ],
  bands: tiers.map((tier, index) => ({ tier, from: 80 - 20 * index })),
})

function dimension(key: string, weight: number) {
  return { key, label: key, weight, descriptors: ['0', '1', '2', '3', '4'] }
}

const scored = (scores: Readonly<Record<string, 0 | 1 | 2 | 3 | 4 | 'not known' | null>>): Answers =>
  Object.fromEntries(Object.entries(scores).map(([key, score]) => [key, { score, reason: '' }]))

describe('the working of an assessment', () => {
  it('is the weighted mean, of a hundred, by section and for the whole', () => {
    // Harm: (1x4 + 2x1) of 12; chance: 5x2 of 20; the whole: 3/4 of harm and 1/4 of chance.
    expect(scoreAssessment(small, scored({ a: 4, b: 1, c: 2 }))).toEqual({
      points: 50,
      least: 50,
      most: 50,
      sections: [
        { key: 'harm', points: 50, least: 50, most: 50 },
        { key: 'chance', points: 50, least: 50, most: 50 },
      ],
      suggestedTier: 'Tier 3',
      possibleTiers: ['Tier 3'],
      gaps: [],
    })
  })

  it('leaves out what is not known, and says how far it may be off', () => {
    expect(scoreAssessment(small, scored({ a: 4, b: notKnown, c: 4 }))).toEqual({
      points: 100,
      least: 50,
      most: 100,
      sections: [
        { key: 'harm', points: 100, least: 33.3, most: 100 },
        { key: 'chance', points: 100, least: 100, most: 100 },
      ],
      suggestedTier: 'Tier 1',
      possibleTiers: ['Tier 1', 'Tier 2', 'Tier 3'],
      gaps: ['b'],
    })
  })

  it('suggests nothing when nothing is known', () => {
    const nothing = scoreAssessment(small, scored({ a: notKnown, b: null }))
    expect(nothing).toMatchObject({ points: null, least: 0, most: 100, suggestedTier: null, gaps: ['a', 'b', 'c'] })
    expect(nothing.possibleTiers).toEqual(tiers)
  })
})

const score = fc.constantFrom(0, 1, 2, 3, 4, notKnown, null) as fc.Arbitrary<0 | 1 | 2 | 3 | 4 | 'not known' | null>
const model: fc.Arbitrary<ModelDefinition> = fc
  .record({
    weights: fc.array(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 4,
    }),
    sections: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 4, maxLength: 4 }),
    bands: fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 4, maxLength: 4 }),
  })
  .map(({ weights, sections, bands }) =>
    modelDefinition.parse({
      reassessAfterDays: 1,
      sections: weights.map((inside, index) => ({
        key: 'abcd'[index],
        label: 'x',
        weight: sections[index],
        dimensions: inside.map((weight, place) => dimension(`${'abcd'[index]}-${'abcde'[place]}`, weight)),
      })),
      bands: [...bands.toSorted((a, b) => b - a), 0].map((from, index) => ({ tier: tiers[index], from })),
    }),
  )
const assessed = fc.oneof(model, fc.constant(seeded)).chain(definition =>
  fc.record({
    definition: fc.constant(definition),
    given: fc
      .tuple(...dimensionsOf(definition).map(() => score))
      .map(all =>
        scored(Object.fromEntries(dimensionsOf(definition).map(({ key }, index) => [key, all[index] ?? null]))),
      ),
  }),
)

/** The same answers with every gap filled. */
function filled(definition: ModelDefinition, given: Answers, fill: (key: string) => number): Answers {
  return Object.fromEntries(
    dimensionsOf(definition).map(({ key }) => {
      const one = given[key]?.score
      return [key, { score: (typeof one === 'number' ? one : fill(key)) as 0, reason: '' }]
    }),
  )
}

describe('whatever the model and the scores', () => {
  it('half a tenth goes up, in whatever order weights were added', () => {
    const [first, ...others] = [26, 8, 6].map((weight, place) => dimension(`a-${'abc'[place]}`, weight))
    const sections = [{ key: 'a', label: 'x', weight: 11, dimensions: [first, ...others] }]
    const definition = modelDefinition.parse({
      reassessAfterDays: 1,
      sections,
      bands: [73, 49, 42, 7, 0].map((from, index) => ({ tier: tiers[index], from })),
    })
    const given = scored({ 'a-a': null, 'a-b': 0, 'a-c': 1 })
    // 6 of 40, a quarter of the highest score: 3.75 of a hundred.
    expect(scoreAssessment(definition, given).least).toBe(3.8)
    expect(
      scoreAssessment(
        definition,
        filled(definition, given, () => 0),
      ).points,
    ).toBe(3.8)
  })

  it('the range is what it says: every way to fill the gaps lies in it, and its ends are reached', () => {
    fc.assert(
      fc.property(assessed, fc.infiniteStream(fc.integer({ min: 0, max: 4 })), ({ definition, given }, fills) => {
        const { points, least, most, possibleTiers, suggestedTier } = scoreAssessment(definition, given)
        expect(
          scoreAssessment(
            definition,
            filled(definition, given, () => 0),
          ).points,
        ).toBe(least)
        expect(
          scoreAssessment(
            definition,
            filled(definition, given, () => highestScore),
          ).points,
        ).toBe(most)
        const one = scoreAssessment(
          definition,
          filled(definition, given, () => fills.next().value ?? 0),
        )
        expect(one.points).toBeGreaterThanOrEqual(least)
        expect(one.points).toBeLessThanOrEqual(most)
        expect(possibleTiers).toContain(one.suggestedTier)
        if (points === null) return
        expect(points).toBeGreaterThanOrEqual(least)
        expect(points).toBeLessThanOrEqual(most)
        expect(possibleTiers).toContain(suggestedTier)
      }),
    )
  })

  it('a gap is no nought: what is not known leaves the rest as it was, and is named', () => {
    fc.assert(
      fc.property(assessed, ({ definition, given }) => {
        const result = scoreAssessment(definition, given)
        const known = dimensionsOf(definition).filter(({ key }) => typeof given[key]?.score === 'number')
        expect(result.gaps.length + known.length).toBe(dimensionsOf(definition).length)
        expect(working.parse(result)).toEqual(result)
        // What is known says the same all over: so does the whole, however little is known.
        const same = Object.fromEntries(known.map(({ key }) => [key, { score: 3 as const, reason: '' }]))
        expect(scoreAssessment(definition, same).points).toBe(known.length === 0 ? null : 75)
      }),
    )
  })

  it('a higher score never makes a lighter tier', () => {
    fc.assert(
      fc.property(assessed, fc.nat(), ({ definition, given }, pick) => {
        const raisable = dimensionsOf(definition).filter(({ key }) => Number(given[key]?.score ?? 4) < highestScore)
        const raised = raisable[pick % Math.max(1, raisable.length)]
        if (raised === undefined) return
        const higher = { ...given, [raised.key]: { score: (Number(given[raised.key]?.score) + 1) as 1, reason: '' } }
        const [before, after] = [scoreAssessment(definition, given), scoreAssessment(definition, higher)]
        expect(after.points).toBeGreaterThanOrEqual(before.points ?? 0)
        expect(String(after.suggestedTier) <= String(before.suggestedTier)).toBe(true)
      }),
    )
  })
})

describe('a model', () => {
  it.each([
    [
      'two dimensions of one key',
      { sections: [{ ...small.sections[0], dimensions: [dimension('a', 1), dimension('a', 1)] }] },
    ],
    ['no tier 5', { bands: small.bands.slice(0, 4) }],
    ['tiers out of order', { bands: small.bands.toReversed() }],
    ['a band that begins no lower', { bands: small.bands.map(band => ({ ...band, from: 0 })) }],
    ['a lightest tier that leaves out nought', { bands: small.bands.map(band => ({ ...band, from: band.from + 1 })) }],
    ['a weight of nothing', { sections: [{ ...small.sections[0], weight: 0 }] }],
    [
      'a score without a meaning',
      { sections: [{ ...small.sections[0], dimensions: [{ ...dimension('a', 1), descriptors: ['1'] }] }] },
    ],
  ])('is refused with %s', (_what, part) => {
    expect(modelDefinition.safeParse({ ...small, ...part }).success).toBe(false)
  })

  it('brings the nine dimensions that are public, each score with its meaning', () => {
    expect(seeded.sections.map(one => [one.label, one.dimensions.length])).toEqual([
      ['Harm', 5],
      ['Likelihood', 2],
      ['Organisational position', 2],
    ])
  })
})
