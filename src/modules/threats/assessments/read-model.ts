import { type DraftFields, textOf } from '#platform/drafts'
import { isDay } from '#platform/clock'
import type { FieldError } from '#ui'
import { type Dimension, type ModelDefinition, modelDefinition, type Section } from './model.ts'
import { lowered, readText } from './read-scores.ts'

/** A version of the model as a form sends it. */
export interface ReadModel {
  readonly name: string
  readonly fromOn: string
  readonly definition: ModelDefinition
}

/** Names of the form for the parts of a model, by their keys. */
export const modelField = {
  label: (key: string) => `label-${key}`,
  weight: (key: string) => `weight-${key}`,
  descriptor: (key: string, score: number) => `descriptor-${key}-${score}`,
  band: (tier: string) => `band-${tier.replace(' ', '-').toLowerCase()}`,
} as const

/** The form of a model as it stands. Its day is empty: that of the next version is another. */
export function fieldsOfModel(name: string, definition: ModelDefinition): DraftFields {
  const part = ({ key, label, weight }: Pick<Section, 'key' | 'label' | 'weight'>) => [
    [modelField.label(key), label],
    [modelField.weight(key), String(weight)],
  ]
  return Object.fromEntries([
    ['name', name],
    ['days', String(definition.reassessAfterDays)],
    ...definition.bands.map(({ tier, from }) => [modelField.band(tier), String(from)]),
    ...definition.sections.flatMap(section => [
      ...part(section),
      ...section.dimensions.flatMap(dimension => [
        ...part(dimension),
        ...dimension.descriptors.map((words, score) => [modelField.descriptor(dimension.key, score), words]),
      ]),
    ]),
  ])
}

/** Reads the next version out of a form: the newest with other words, weights and bands. All that is wrong is told at once. */
export function readModel(
  newest: ModelDefinition,
  fields: DraftFields,
  today: string,
): { readonly model: ReadModel } | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = []
  const reading = readingOf(fields, errors)
  const name = reading.text('name', 'a name', 100)
  const fromOn = readFrom(fields, today, errors)
  const definition = {
    reassessAfterDays: reading.number('days', 'after how many days to assess again', 1, 3650),
    sections: newest.sections.map(section => ({
      ...readPart(reading, section),
      dimensions: section.dimensions.map(dimension => readDimension(reading, dimension)),
    })),
    bands: newest.bands.map(({ tier }) => ({
      tier,
      from: reading.number(modelField.band(tier), `where ${tier} begins`, 0, 100, 1),
    })),
  }
  if (errors.length > 0) return { errors }
  const whole = modelDefinition.safeParse(definition)
  if (whole.success) return { model: { name, fromOn, definition: whole.data } }
  return {
    errors: [{ field: modelField.band('Tier 1'), text: whole.error.issues[0]?.message ?? 'The model can’t be kept' }],
  }
}

interface Reading {
  readonly text: (field: string, what: string, max: number) => string
  /** A number with so many decimals at most. */
  readonly number: (field: string, what: string, least: number, most: number, decimals?: number) => number
}

function readingOf(fields: DraftFields, errors: FieldError[]): Reading {
  return {
    text: (field, what, max) => {
      const read = readText(textOf(fields, field), max)
      if ('text' in read && read.text !== '') return read.text.trim()
      errors.push({ field, text: 'text' in read ? `Enter ${what}` : `Enter ${what}: ${read.problem}` })
      return ''
    },
    number: (field, what, least, most, decimals = 0) => {
      const typed = textOf(fields, field).trim()
      const form = decimals === 0 ? /^\d{1,4}$/ : /^\d{1,3}(\.\d)?$/
      const value = form.test(typed) ? Number(typed) : Number.NaN
      if (value >= least && value <= most) return value
      const kind = decimals === 0 ? 'a whole number' : 'a number'
      errors.push({ field, text: `Enter ${what}: ${kind} from ${least} to ${most}` })
      return 0
    },
  }
}

function readPart(reading: Reading, { key, label }: Pick<Section, 'key' | 'label'>) {
  return {
    key,
    label: reading.text(modelField.label(key), `a name for ${lowered(label)}`, 100),
    weight: reading.number(modelField.weight(key), `the weight of ${lowered(label)}`, 1, 100),
  }
}

function readDimension(reading: Reading, dimension: Dimension) {
  return {
    ...readPart(reading, dimension),
    descriptors: dimension.descriptors.map((_words, score) =>
      reading.text(
        modelField.descriptor(dimension.key, score),
        `what ${score} means for ${lowered(dimension.label)}`,
        300,
      ),
    ),
  }
}

/** From today on: what was assessed before was not assessed by it. */
function readFrom(fields: DraftFields, today: string, errors: FieldError[]): string {
  const [day, month, year] = ['from-day', 'from-month', 'from-year'].map(name => textOf(fields, name).trim())
  const fromOn = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  if (!isDay(fromOn)) errors.push({ field: 'from', text: 'Enter the day it is in force from, a real date' })
  else if (fromOn < today) errors.push({ field: 'from', text: 'The day it is in force from must be today or later' })
  return fromOn
}
