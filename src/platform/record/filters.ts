import { type RawBuilder, sql } from 'kysely'
import { isDay } from '#platform/clock'
import { type Field, fieldsOf, type RecordDeclaration } from './declaration.ts'
import type { Knowledge } from './known.ts'
import { containsText } from './texts-in-use.ts'

/** How one field narrows a list. */
export type FieldFilter =
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'equals'; readonly text: string }
  | { readonly kind: 'days'; readonly from?: string; readonly to?: string }

/** Filters by field name; `recorded` narrows by the day a state was recorded. */
export type Filters = Readonly<Record<string, FieldFilter>>

interface Problem {
  readonly field: string
  readonly problem: string
}

export interface ReadFilters {
  readonly filters: Filters
  /** What was asked for and can't be. */
  readonly problems: readonly Problem[]
}

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Reads a list's filters from an address: `tier=Tier 1&tier=Tier 2`, `name=amber`, `recordDate-from=2022-01-01`,
 * `recordDate-to=31/12/2022`, `recorded-from`, `recorded-to`. Empty ones count as not given. A problem names the question,
 * `recordDate-from`.
 */
export function readFilters(record: RecordDeclaration, query: Query): ReadFilters {
  const filters: Record<string, FieldFilter> = {}
  const problems: Problem[] = []
  for (const [name, field] of fieldsOf(record)) {
    const filter =
      field.filter === 'days' ? readDays(name, field.label, query, problems) : readField(name, field, query)
    if (filter !== undefined) filters[name] = filter
  }
  const recorded = readDays('recorded', 'Recorded at', query, problems)
  if (recorded !== undefined) filters['recorded'] = recorded
  return { filters, problems }
}

/** The same filters as they stand in an address. */
export function filtersToQuery(filters: Filters): readonly (readonly [string, string])[] {
  return Object.entries(filters).flatMap(([name, filter]) => {
    if (filter.kind === 'one-of') return filter.values.map(value => [name, value] as const)
    if (filter.kind !== 'days') return [[name, filter.text] as const]
    return [
      ...(filter.from === undefined ? [] : [[`${name}-from`, filter.from] as const]),
      ...(filter.to === undefined ? [] : [[`${name}-to`, filter.to] as const]),
    ]
  })
}

function readField(name: string, field: Field, query: Query): FieldFilter | undefined {
  if (field.filter === undefined || field.filter === 'days') return undefined
  const given = valuesOf(query[name])
  if (given.length === 0) return undefined
  if (field.filter === 'one-of') return { kind: 'one-of', values: given }
  return { kind: field.filter, text: given[0] ?? '' }
}

function readDays(name: string, label: string, query: Query, problems: Problem[]): FieldFilter | undefined {
  const from = readDay(`${name}-from`, `${label}, from`, query, problems)
  const to = readDay(`${name}-to`, `${label}, to`, query, problems)
  if (from === undefined && to === undefined) return undefined
  if (from !== undefined && to !== undefined && to < from) {
    problems.push({ field: `${name}-to`, problem: `${label}, to: must be the first day or after it` })
  }
  return { kind: 'days', ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

function readDay(name: string, label: string, query: Query, problems: Problem[]): string | undefined {
  const [text] = valuesOf(query[name])
  if (text === undefined) return undefined
  const day = typedDay(text)
  if (day === undefined) problems.push({ field: name, problem: `${label}: enter a real day, such as 31/12/2022` })
  return day
}

/** A day as people type it, day first, or as programs write it. */
function typedDay(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})$/.exec(text) ?? []
  const wanted = day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text
  return isDay(wanted) ? wanted : undefined
}

/** No text in the database holds a NUL, and none may be asked for: its stand-in finds nothing. */
function valuesOf(given: string | readonly string[] | undefined): readonly string[] {
  const values = given === undefined ? [] : typeof given === 'string' ? [given] : given
  return values.map(value => value.trim().replaceAll('\u0000', '\uFFFD')).filter(value => value !== '')
}

/** The conditions that filters put on a state `s`, whose organisations are joined under their field's name. */
export function filterConditions(
  record: RecordDeclaration,
  filters: Filters,
  known: Knowledge,
): readonly RawBuilder<boolean>[] {
  return Object.entries(filters).map(([name, filter]) => {
    if (name === 'recorded') return recordedCondition(filter)
    const field = record.fields[name]
    if (field === undefined) throw new Error(`${record.register} has no field ${name} to filter by.`)
    if (filter.kind === 'contains') return containsText(record, name, filter.text, known)
    const column = field.kind === 'organisation' ? sql.ref(`${name}.name`) : sql.ref(`s.${field.column}`)
    return condition(column, filter)
  })
}

function condition(
  column: RawBuilder<unknown>,
  filter: Exclude<FieldFilter, { kind: 'contains' }>,
): RawBuilder<boolean> {
  switch (filter.kind) {
    case 'one-of':
      return sql<boolean>`${column} = any (${filter.values}::text[])`
    case 'equals':
      return sql<boolean>`${column} = ${filter.text}`
    case 'days':
      return sql<boolean>`${column} between ${filter.from ?? '-infinity'}::date and ${filter.to ?? 'infinity'}::date`
  }
}

function recordedCondition(filter: FieldFilter): RawBuilder<boolean> {
  if (filter.kind !== 'days') throw new Error('The day a state was recorded is narrowed by days.')
  return sql<boolean>`s.recorded_from >= ${filter.from ?? '-infinity'}::timestamptz
    and s.recorded_from < (${filter.to ?? '9999-12-30'}::date + 1)::timestamptz`
}
