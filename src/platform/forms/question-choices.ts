import type { Field } from '#platform/record'
import type { Choice } from '#ui'

/** Choices by field, where they do not come from the declaration: reference lists, the organisations somebody records for. */
export type ChoicesByField = Readonly<Record<string, readonly Choice[]>>

/** The choice that asks for another value, kept as it is typed. */
export const anotherValue = '_another'

/** With more answers than this a question is a list to choose from, which is quicker by keyboard and shorter on a phone. */
export const mostRadios = 6

/**
 * The answers to choose from; undefined where the answer is typed. A field of kind 'listed' whose choices nobody gave takes other
 * values too; with given ones it does if they hold `anotherValue`.
 */
export function choicesOf(name: string, field: Field, given: ChoicesByField): readonly Choice[] | undefined {
  const own = given[name]
  if (own !== undefined) return withHints(own, field)
  if (field.options === undefined) return undefined
  const declared = withHints(
    field.options.map(value => ({ value, text: value })),
    field,
  )
  return field.kind === 'listed' ? [...declared, { value: anotherValue, text: 'Another' }] : declared
}

/** Whether a question has but one possible answer, so that it need not be asked. */
export function isSettled(field: Field, choices: readonly Choice[] | undefined): boolean {
  return field.kind === 'organisation' && !field.optional && choices?.length === 1
}

function withHints(choices: readonly Choice[], field: Field): readonly Choice[] {
  return choices.map(choice => ({ ...choice, hint: choice.hint ?? field.optionHints?.[choice.value] }))
}
