import { asAtText } from '#platform/clock'
import type { Visit } from '#platform/http'
import {
  type Cursor,
  fieldsOf,
  type Filters,
  filtersToQuery,
  isCursor,
  type Order,
  type ReadFilters,
  readFilters,
  type RecordDeclaration,
  type Selection,
} from '#platform/record'
import type { RegisterPages } from './register-pages.ts'

type Query = Visit['query']

/** What a list was asked for, read from its address. */
export interface ListRequest {
  readonly filters: Filters
  /** Values of the module's own narrowings that are in use, by name. */
  readonly narrowed: Readonly<Record<string, readonly string[]>>
  readonly order: Order
  readonly cursor: Cursor | undefined
  readonly problems: ReadFilters['problems']
}

/** Reads a list's address. A spoilt cursor or an unknown order is as if none were given; a day that is none is a problem. */
export function readListRequest(pages: RegisterPages, query: Query): ListRequest {
  const order = readOrder(pages.record, query)
  const narrowings = (pages.narrowings ?? []).map(({ name }) => [name, given(query, name)] as const)
  return {
    ...readFilters(pages.record, query),
    narrowed: Object.fromEntries(narrowings.filter(([, values]) => values.length > 0)),
    order,
    cursor: readCursor(pages.record, order, query),
  }
}

/** The records that a request asks for, as the visit may know them. */
export async function selectionOf(pages: RegisterPages, visit: Visit, request: ListRequest): Promise<Selection> {
  const inUse = (pages.narrowings ?? []).filter(({ name }) => request.narrowed[name] !== undefined)
  const conditions = []
  for (const narrowing of inUse) {
    conditions.push(await narrowing.condition(visit, request.narrowed[narrowing.name] ?? []))
  }
  const ofOwners = inUse.some(narrowing => narrowing.ofOwners === true)
  return { known: { asAt: visit.asAt }, filters: request.filters, conditions, ofOwners }
}

/** The request as it stands in an address, so that it can be sent and kept: with the day it is known as at, without its cursor. */
export function requestToQuery(pages: RegisterPages, visit: Visit, request: ListRequest): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of filtersToQuery(request.filters)) query.append(name, value)
  for (const [name, values] of Object.entries(request.narrowed)) for (const value of values) query.append(name, value)
  const usual = usualOrder(pages.record)
  if (request.order.by !== usual.by || request.order.descending !== usual.descending) {
    query.set('sort', request.order.by)
    query.set('order', request.order.descending ? 'desc' : 'asc')
  }
  const asAt = asAtText(visit.asAt)
  if (asAt !== undefined) query.set('asAt', asAt)
  return query
}

/** The address of a register's list for a query. */
export function listAddress(record: RecordDeclaration, query: URLSearchParams, ending = ''): string {
  const text = query.toString()
  return `/${record.register}${ending}${text === '' ? '' : `?${text}`}`
}

/** The address of one record's page, or of a part of it, on the visit's day. */
export function recordAddress(href: string, visit: Pick<Visit, 'asAt'>): string {
  const asAt = asAtText(visit.asAt)
  return asAt === undefined ? href : `${href}?asAt=${encodeURIComponent(asAt)}`
}

/** The values of a name in an address that say something. */
export function given(query: Query, name: string): readonly string[] {
  return [query[name] ?? []].flat().filter(value => value.trim() !== '' && !value.includes('\u0000'))
}

export function usualOrder(record: RecordDeclaration): Order {
  return { by: record.order.by, descending: record.order.descending ?? false }
}

function readOrder(record: RecordDeclaration, query: Query): Order {
  const [by] = given(query, 'sort')
  if (!fieldsOf(record).some(([name, field]) => name === by && field.sortable)) return usualOrder(record)
  return { by: by ?? record.order.by, descending: query['order'] === 'desc' }
}

function readCursor(record: RecordDeclaration, order: Order, query: Query): Cursor | undefined {
  for (const direction of ['after', 'before'] as const) {
    const [text] = given(query, direction)
    if (text !== undefined && isCursor(record, order, text)) return { direction, text }
  }
  return undefined
}
