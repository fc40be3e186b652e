import type { Field, FieldValue, RecordDeclaration } from '#platform/record'
import { boxesOf } from './read-day.ts'
import { anotherValue, type ChoicesByField, choicesOf } from './question-choices.ts'

/** What stands in the controls of a form, by the names it is sent under. */
export type Typed = Readonly<Record<string, string>>

/** The names under which a day is sent, in three boxes. */
export const dayParts = ['day', 'month', 'year'] as const

/** A record's values as they stand in the controls of its form. */
export function typedOf(
  record: RecordDeclaration,
  names: readonly string[],
  values: Readonly<Record<string, FieldValue | undefined>>,
  choices: ChoicesByField,
): Typed {
  return Object.assign({}, ...names.map(name => typedField(name, record.fields[name], values[name] ?? null, choices)))
}

/** The controls of one field, empty ones too. */
function typedField(name: string, field: Field | undefined, value: FieldValue, choices: ChoicesByField): Typed {
  if (field === undefined) return {}
  if (field.kind === 'day') return typedDay(name, value === null ? '' : String(value))
  if (field.kind === 'money') return { [name]: value === null ? '' : pounds(Number(value)) }
  const text = value === null ? '' : String(value)
  const offered = choicesOf(name, field, choices)
  const isAnother = text !== '' && offered !== undefined && !offered.some(choice => choice.value === text)
  if (!isAnother || !offered.some(choice => choice.value === anotherValue)) return { [name]: text }
  return { [name]: anotherValue, [`${name}-another`]: text }
}

/** The three boxes of a day, 'YYYY-MM-DD' or empty, by the names they are sent under. */
export function typedDay(name: string, day: string): Typed {
  const boxes = boxesOf(day)
  return Object.fromEntries(dayParts.map(part => [`${name}-${part}`, boxes[part]]))
}

/** Whole pence as pounds are typed: 480050 is '4800.50'. */
function pounds(pence: number): string {
  const [whole, rest] = [Math.trunc(pence / 100), pence % 100]
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(2, '0')}`
}
