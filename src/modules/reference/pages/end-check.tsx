import type { PageAnswer, Visit } from '#platform/http'
import { formatDay } from '#ui'
import type { Ending } from '../list-rules.ts'
import { checkPage } from './check-page.tsx'
import { type FoundValue, listHref } from './found-list.ts'

/** What the end of a value would affect, before it is made. */
export function checkEndPage(
  visit: Visit,
  { list, value, values }: FoundValue,
  typed: Readonly<Record<string, string>>,
  ending: Ending,
): Promise<PageAnswer> {
  const becomes =
    ending.how === 'renamed'
      ? ending.to
      : ending.how === 'merged'
        ? values.find(({ id }) => id === ending.into)?.value
        : undefined
  const day = formatDay(ending.on)
  return checkPage(visit, {
    title: 'Check what this would affect',
    list: list.name,
    value: value.value,
    facts: [
      { key: 'Value', value: value.value },
      { key: 'On the list until', value: day },
      ...(becomes === undefined ? [] : [{ key: 'Replaced by', value: becomes }]),
    ],
    effects: [
      `From ${day} forms no longer offer it${becomes === undefined ? '' : `, and offer ${becomes} instead`}.`,
      'The records below keep it, until somebody who changes one selects another value.',
      'Imports that still have it are taken as they come.',
    ],
    typed,
    action: listHref(list.name, value.id, 'end'),
    button: buttonWords[ending.how],
  })
}

const buttonWords: Readonly<Record<Ending['how'], string>> = {
  ended: 'End the value',
  renamed: 'Rename the value',
  merged: 'Merge the value',
}
