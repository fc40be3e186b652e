import { isBlank } from '#platform/files'
import {
  type Field,
  type FieldValue,
  type OrganisationFinder,
  parseField,
  type RecordDeclaration,
} from '#platform/record'
import type { Choice, FieldError } from '#ui'
import { anotherValue, type ChoicesByField, choicesOf, isSettled } from './question-choices.ts'
import { blankProblem, namedProblem } from './question-words.ts'
import { dayParts, type Typed } from './typed-values.ts'

export interface ReadTyped {
  /** What was typed, to be shown again as it was. */
  readonly typed: Typed
  /** Read values by field (organisations by name): of every field that could be read. */
  readonly values: Readonly<Record<string, FieldValue>>
  /** In the order of the questions, each with the id of its control. */
  readonly errors: readonly FieldError[]
}

interface Reading {
  readonly choices: ChoicesByField
  /** Where organisations are typed rather than chosen. */
  readonly organisations?: OrganisationFinder
}

type Sent = Readonly<Record<string, string | readonly string[] | undefined>>

/** Reads the answers to the questions of some fields, as `RecordQuestions` asks them, by the same function that reads files. */
export function readTyped(
  record: RecordDeclaration,
  names: readonly string[],
  sent: Sent,
  reading: Reading,
): ReadTyped {
  const typed: Record<string, string> = {}
  const values: Record<string, FieldValue> = {}
  const errors: FieldError[] = []
  for (const name of names) {
    const field = record.fields[name]
    if (field === undefined) throw new Error(`${record.register} has no field ${name} to ask for.`)
    const choices = choicesOf(name, field, reading.choices)
    for (const control of controlsOf(name, field)) typed[control] = one(sent, control)
    const answer = answerTo(name, field, typed, choices)
    const result = 'problem' in answer ? answer : parsed(field, answer, reading, choices)
    if ('problem' in result) errors.push({ field: answer.at, text: result.problem })
    else values[name] = result.value
  }
  return { typed, values, errors }
}

/** The names under which the answer of a field is sent. */
export function controlsOf(name: string, field: Pick<Field, 'kind'>): readonly string[] {
  if (field.kind === 'day') return dayParts.map(part => `${name}-${part}`)
  return field.kind === 'listed' ? [name, `${name}-another`] : [name]
}

/** What was answered, and the id of the control where an error of it stands. */
type Answer = { readonly text: string; readonly at: string } | { readonly problem: string; readonly at: string }

function answerTo(name: string, field: Field, typed: Typed, choices: readonly Choice[] | undefined): Answer {
  if (field.kind === 'day') return dayAnswer(name, field, typed)
  const text = multiline(typed[name] ?? '')
  if (choices === undefined) return { text, at: name }
  if (isSettled(field, choices)) return { text: choices[0]?.value ?? '', at: name }
  if (!isBlank(text) && !choices.some(choice => choice.value === text && choice.disabled !== true)) {
    return { problem: blankProblem(field, true), at: name }
  }
  if (text !== anotherValue) return { text, at: name }
  const another = typed[`${name}-another`] ?? ''
  const at = `${name}-another`
  return isBlank(another) ? { problem: blankProblem(field, false), at } : { text: another, at }
}

function dayAnswer(name: string, field: Field, typed: Typed): Answer {
  const [day = '', month = '', year = ''] = dayParts.map(part => (typed[`${name}-${part}`] ?? '').trim())
  if (day === '' && month === '' && year === '') return { text: '', at: name }
  const missing = [day === '' && 'day', month === '' && 'month', year === '' && 'year'].filter(part => part !== false)
  const [first] = missing
  if (first !== undefined) {
    return {
      problem: `${field.label} must include a ${missing.join(' and a ')}`,
      at: first === 'day' ? name : `${name}-${first}`,
    }
  }
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return { text, at: name }
}

function parsed(
  field: Field,
  { text }: { readonly text: string },
  reading: Reading,
  choices: readonly Choice[] | undefined,
): { readonly value: FieldValue } | { readonly problem: string } {
  if (isBlank(text) && field.otherwise === undefined && !field.optional) {
    return { problem: blankProblem(field, choices !== undefined) }
  }
  const known = reading.organisations ?? namedIn(choices)
  // A choice was offered to this person: what the declaration would have offered does not count.
  const asked =
    choices === undefined || field.kind !== 'choice' ? field : { ...field, options: choices.map(c => c.value) }
  const result = parseField(asked, text, known)
  if (result.ok) return { value: result.value.read }
  return { problem: field.kind === 'day' ? dayProblem(field) : namedProblem(field, result.problem) }
}

function dayProblem(field: Field): string {
  return `${field.label} must be a real date, such as 27 3 2026`
}

/** Where an organisation is chosen its name was offered, so it is one; its id is nobody's business here. */
function namedIn(choices: readonly Choice[] | undefined): OrganisationFinder {
  return { find: text => (choices?.some(choice => choice.value === text) ? { id: 0, name: text } : undefined) }
}

/** Browsers send every line break as two characters. */
function multiline(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

function one(sent: Sent, name: string): string {
  const value = Object.hasOwn(sent, name) ? sent[name] : undefined
  return (typeof value === 'string' ? value : value?.[0]) ?? ''
}
