import { z } from 'zod'
import { tiers } from '../threat.ts'

/** Every dimension is scored from 0 to this. */
export const highestScore = 4
export const scoreSteps = [0, 1, 2, 3, 4] as const
export type Score = (typeof scoreSteps)[number]

/** What nobody knows is said so: it is a gap, never a nought. */
export const notKnown = 'not known'

const key = z.string().regex(/^[a-z][a-z-]{0,40}$/)
const label = z.string().min(1).max(100)
const weight = z.number().int().min(1).max(100)

const dimension = z.object({
  /** The same in every version, so that assessments by different ones can be compared. */
  key,
  label,
  /** Within its section. */
  weight,
  /** What each score means, from 0 up. */
  descriptors: z.array(z.string().min(1).max(300)).length(scoreSteps.length),
})

const section = z.object({ key, label, weight, dimensions: z.array(dimension).min(1).max(12) })

/** From so many points of a hundred on, this tier is suggested; the gravest first, the last from 0. */
const band = z.object({ tier: z.enum(tiers), from: z.number().min(0).max(100) })

/** What a version of the assessment model says: read with this, and made with this. */
export const modelDefinition = z
  .object({
    /** Local default [180]: after so many days an assessment is due again. */
    reassessAfterDays: z.number().int().min(1).max(3650),
    sections: z.array(section).min(1).max(8),
    bands: z.array(band).length(tiers.length),
  })
  .refine(({ sections }) => areDistinct(sections.flatMap(one => [one, ...one.dimensions]).map(one => one.key)), {
    message: 'Two parts of the model have the same key',
  })
  .refine(({ bands }) => bands.every((one, index) => one.tier === tiers[index]), {
    message: 'The bands must name each tier once, from Tier 1 to Tier 5',
  })
  .refine(({ bands }) => bands.every((one, index) => index === 0 || one.from < (bands[index - 1]?.from ?? 0)), {
    message: 'Each tier must begin at fewer points than the one before it',
  })
  .refine(({ bands }) => bands.at(-1)?.from === 0, { message: 'Tier 5 must begin at 0' })

export type ModelDefinition = z.infer<typeof modelDefinition>
export type Section = ModelDefinition['sections'][number]
export type Dimension = Section['dimensions'][number]
export type Tier = (typeof tiers)[number]

/** A version of the model: it never changes. In force on a day is the newest version that begins on it or before. */
export interface AssessmentModel {
  readonly version: number
  readonly name: string
  /** 'YYYY-MM-DD' */
  readonly fromOn: string
  readonly madeAt: Date
  readonly madeBy: string | undefined
  readonly definition: ModelDefinition
}

/** "Local default, version 1". */
export function modelTitle({ name, version }: Pick<AssessmentModel, 'name' | 'version'>): string {
  return `${name}, version ${version}`
}

export function dimensionsOf(definition: ModelDefinition): readonly Dimension[] {
  return definition.sections.flatMap(one => one.dimensions)
}

/** What a dimension or section of this key is called in a model; its key when the model has none of it. */
export function labelOf(definition: ModelDefinition, wanted: string): string {
  const all = definition.sections.flatMap(one => [one, ...one.dimensions])
  return all.find(one => one.key === wanted)?.label ?? wanted
}

function areDistinct(keys: readonly string[]): boolean {
  return new Set(keys).size === keys.length
}
