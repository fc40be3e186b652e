import type { Visit } from '#platform/http'
import type { FieldFilter } from '#platform/record'
import { type Choice, formatDay, type SelectedFilter } from '#ui'
import { listAddress, type ListRequest, requestToQuery } from './list-request.ts'
import type { RegisterPages } from './register-pages.ts'

/** The filters in use, in words, each with the address of the list without it. */
export function selectedFilters(
  pages: RegisterPages,
  visit: Visit,
  request: ListRequest,
  narrowingChoices: Readonly<Record<string, readonly Choice[]>>,
): readonly SelectedFilter[] {
  const query = requestToQuery(pages, visit, request)
  const without = (name: string, value: string) => {
    const rest = new URLSearchParams(query)
    rest.delete(name, value)
    return listAddress(pages.record, rest)
  }
  const fields = Object.entries(request.filters).flatMap(([name, filter]) => {
    const label = name === 'recorded' ? 'Recorded at' : (pages.record.fields[name]?.label ?? name)
    return wordsOf(name, filter).map(part => ({
      label: part.end === undefined ? label : `${label} ${part.end}`,
      value: part.words,
      removeHref: without(part.name, part.value),
    }))
  })
  const narrowed = (pages.narrowings ?? []).flatMap(({ name, label }) =>
    (request.narrowed[name] ?? []).map(value => ({
      label,
      value: narrowingChoices[name]?.find(choice => choice.value === value)?.text ?? value,
      removeHref: without(name, value),
    })),
  )
  return [...fields, ...narrowed]
}

interface FilterWords {
  readonly name: string
  readonly value: string
  readonly words: string
  readonly end?: 'from' | 'to'
}

function wordsOf(name: string, filter: FieldFilter): readonly FilterWords[] {
  if (filter.kind === 'one-of') return filter.values.map(value => ({ name, value, words: value }))
  if (filter.kind !== 'days') return [{ name, value: filter.text, words: filter.text }]
  return (['from', 'to'] as const).flatMap(end => {
    const day = filter[end]
    return day === undefined ? [] : [{ name: `${name}-${end}`, value: day, words: formatDay(day), end }]
  })
}
