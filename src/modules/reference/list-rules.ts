import { type FieldError, formatDay } from '#ui'
import { periodInWords } from './period-in-words.ts'
import { isOnList } from './reference-choices.ts'
import type { ReferenceValue } from './value-store.ts'

/** How a value ends on a day: it is no longer needed, has another name from then on, or another takes its place. */
export type Ending = { readonly on: string } & (
  | { readonly how: 'ended' }
  | { readonly how: 'renamed'; readonly to: string }
  | { readonly how: 'merged'; readonly into: number }
)

type Dated = Pick<ReferenceValue, 'value' | 'fromOn' | 'toOn'>

/** What is wrong with a value's word and days beside the others of its list: a word is on a list once at a time. */
export function problemsOfPeriod(others: readonly Dated[], wanted: Dated, field = 'value'): readonly FieldError[] {
  const same = others.find(one => wordKey(one.value) === wordKey(wanted.value) && overlap(one, wanted))
  if (same === undefined) return []
  return [{ field, text: `${same.value} is on the list already, ${periodInWords(same)}` }]
}

/** What is wrong with ending a value of a list so. */
export function problemsOfEnding(
  all: readonly ReferenceValue[],
  before: ReferenceValue,
  ending: Ending,
): readonly FieldError[] {
  if (before.toOn !== undefined) {
    return [{ field: 'on', text: `It ends on ${formatDay(before.toOn)} already. Take that end back first` }]
  }
  if (before.fromOn !== undefined && ending.on < before.fromOn) {
    return [{ field: 'on', text: `The day must be ${formatDay(before.fromOn)}, on which it begins, or later` }]
  }
  const others = all.filter(value => value.id !== before.id)
  if (ending.how === 'merged') {
    const into = others.find(value => value.id === ending.into)
    if (into !== undefined && isOnList(into, ending.on)) return []
    return [{ field: 'into', text: 'Select a value that is on the list on that day' }]
  }
  if (ending.how === 'ended') return []
  if (ending.to === before.value) return [{ field: 'to', text: 'Enter another name than the one it has' }]
  return problemsOfPeriod(others, { value: ending.to, fromOn: ending.on, toOn: undefined }, 'to')
}

/** Words that people would take for the same are one. */
function wordKey(word: string): string {
  // Letter by letter, as the database's index has it: a whole word would make İ two letters, and a last Σ another than the rest.
  const letters = Array.from(word.normalize('NFC'), letter => Array.from(letter.toLowerCase())[0] ?? '')
  return letters.join('').replaceAll(/\s+/g, ' ')
}

function overlap(a: Dated, b: Dated): boolean {
  const isOverBefore = (one: Dated, other: Dated) => one.toOn !== undefined && one.toOn <= (other.fromOn ?? '')
  const isNever = (one: Dated) => one.toOn !== undefined && one.toOn === one.fromOn
  return !isNever(a) && !isNever(b) && !isOverBefore(a, b) && !isOverBefore(b, a)
}
