import type { Transaction } from '#platform/database'
import { type Choice, formatDay } from '#ui'
import { listValues, type ReferenceValue } from './value-store.ts'

/**
 * What a form offers of a list on a day: the values on it that day, each with its meaning. A record that already holds another
 * value (`current`) keeps it: it stands last, with what became of it.
 */
export async function referenceChoices(
  tx: Transaction,
  list: string,
  day: string,
  current?: string,
): Promise<readonly Choice[]> {
  const all = await listValues(tx, list)
  const offered = all.filter(value => isOnList(value, day))
  const choices = offered.map(({ value, hint }) => ({ value, text: value, ...(hint === '' ? {} : { hint }) }))
  if (current === undefined || current === '' || choices.some(choice => choice.value === current)) return choices
  return [...choices, { value: current, text: current, hint: noLongerOffered(all, current, day) }]
}

/** Whether a value is on its list on a day. */
export function isOnList({ fromOn, toOn }: Pick<ReferenceValue, 'fromOn' | 'toOn'>, day: string): boolean {
  return (fromOn === undefined || fromOn <= day) && (toOn === undefined || day < toOn)
}

function noLongerOffered(all: readonly ReferenceValue[], current: string, day: string): string {
  const ended = all.findLast(({ value, toOn }) => value === current && toOn !== undefined && toOn <= day)
  if (ended?.toOn === undefined) return 'Not on the list. The record keeps it until another is selected'
  const became = all.find(({ id }) => id === ended.becameId)
  const instead = became === undefined ? '' : `, replaced by ${became.value}`
  return `Not on the list since ${formatDay(ended.toOn)}${instead}. The record keeps it until another is selected`
}
