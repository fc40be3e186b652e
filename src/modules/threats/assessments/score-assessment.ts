import { z } from 'zod'
import { tiers } from '../threat.ts'
import { type Dimension, dimensionsOf, highestScore, type ModelDefinition, notKnown, type Tier } from './model.ts'

/** What was said of one dimension. A score of null is not given yet. */
export const answer = z.object({
  score: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(notKnown), z.null()]),
  reason: z.string(),
})
export const answers = z.record(z.string(), answer)
export type Answer = z.infer<typeof answer>
/** By key of dimension. */
export type Answers = Readonly<Record<string, Answer>>

const points = z.number().min(0).max(100)
const worked = z.object({
  /** The weighted mean of what is known, of a hundred, to one decimal; null when nothing is. */
  points: points.nullable(),
  /** The same if all that is not known were 0, and if it were the highest score. */
  least: points,
  most: points,
})

/** The working of an assessment: kept with every step, and never worked again with another model in its place. */
export const working = worked.extend({
  sections: z.array(worked.extend({ key: z.string() })),
  suggestedTier: z.enum(tiers).nullable(),
  /** The tiers it may be, the gravest first, as what is not known may turn out. */
  possibleTiers: z.array(z.enum(tiers)),
  /** Keys of the dimensions that are not known. */
  gaps: z.array(z.string()),
})
export type Working = z.infer<typeof working>
type Worked = z.infer<typeof worked>

/**
 * Works an assessment by a model: for each section and for the whole the weighted mean of what is known, and the range in which
 * it lies whatever the rest turns out to be. What is not known, or not answered yet, never counts as nought.
 */
export function scoreAssessment(definition: ModelDefinition, given: Answers): Working {
  const all = definition.sections.flatMap(section => {
    const inSection = section.dimensions.reduce((total, one) => total + one.weight, 0)
    return section.dimensions.map(one => ({ ...one, weight: (section.weight * one.weight) / inSection }))
  })
  const whole = workedOut(all, given)
  return {
    ...whole,
    sections: definition.sections.map(({ key, dimensions }) => ({ key, ...workedOut(dimensions, given) })),
    suggestedTier: whole.points === null ? null : tierOf(definition, whole.points),
    possibleTiers: tiers.filter(
      tier => tier >= tierOf(definition, whole.most) && tier <= tierOf(definition, whole.least),
    ),
    gaps: dimensionsOf(definition)
      .filter(one => !isKnown(given[one.key]))
      .map(one => one.key),
  }
}

/** The tier that so many points of a hundred suggest. */
export function tierOf(definition: ModelDefinition, reached: number): Tier {
  return definition.bands.find(band => reached >= band.from)?.tier ?? 'Tier 5'
}

/** Whether a score was given, and is not 'not known'. */
export function isKnown(given: Answer | undefined): given is Answer & { readonly score: number } {
  return typeof given?.score === 'number'
}

function workedOut(dimensions: readonly Pick<Dimension, 'key' | 'weight'>[], given: Answers): Worked {
  let [reached, known, unknown] = [0, 0, 0]
  for (const { key, weight } of dimensions) {
    const one = given[key]
    if (isKnown(one)) {
      reached += weight * one.score
      known += weight
    } else unknown += weight
  }
  const all = known + unknown
  return {
    points: known === 0 ? null : ofHundred(reached, known),
    least: ofHundred(reached, all),
    most: ofHundred(reached + unknown * highestScore, all),
  }
}

/** Weights are fractions, whose sums differ in the last digits by the order in which they were added. */
const lastDigits = 1e-9

/** To one decimal, halves up, before it is compared with a band: what is shown is what decides. */
function ofHundred(reached: number, weight: number): number {
  return Math.round((1000 * reached) / (weight * highestScore) + lastDigits) / 10
}
