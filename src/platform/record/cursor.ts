import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { isDay } from '#platform/clock'
import type { FieldKind, RecordDeclaration, RecordState } from './declaration.ts'

/** How a list is ordered; records of equal value by their reference. */
export interface Order {
  readonly by: string
  readonly descending: boolean
}

/** Where a page of a list begins or ends. */
export interface Cursor {
  readonly direction: 'after' | 'before'
  readonly text: string
}

const content = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()])

/** The place of a state in an ordered list: opaque to whoever carries it. */
export function cursorOf(record: RecordDeclaration, order: Order, state: RecordState): string {
  const value = state.values[order.by] ?? emptyValues[sqlType(record, order)]
  return Buffer.from(JSON.stringify([order.by, value, state.reference])).toString('base64url')
}

/** Whether a text is a cursor of a list so ordered: a link kept from another order, or a spoilt one, is not. */
export function isCursor(record: RecordDeclaration, order: Order, text: string): boolean {
  const read = readCursor(text)
  if (read === undefined || read[0] !== order.by || read[2].includes('\u0000')) return false
  const type = sqlType(record, order)
  if (type === 'bigint') return Number.isSafeInteger(read[1])
  return typeof read[1] === 'string' && !read[1].includes('\u0000') && (type !== 'date' || isDay(read[1]))
}

/** Where a state stands in an ordered list: by what it is sorted, then by its reference. */
export interface Place {
  readonly by: RawBuilder<unknown>
  readonly reference: RawBuilder<unknown>
}

/** The condition that a state lies on the asked side of a cursor. */
export function keysetCondition(
  record: RecordDeclaration,
  order: Order,
  cursor: Cursor | undefined,
  place: Place,
): RawBuilder<boolean> {
  const read = cursor && readCursor(cursor.text)
  if (cursor === undefined || read === undefined) return sql<boolean>`true`
  const later = (cursor.direction === 'after') !== order.descending
  const type = sql.raw(sqlType(record, order))
  return sql<boolean>`(${place.by}, ${place.reference})
    ${later ? sql`>` : sql`<`} (${read[1]}::${type}, ${read[2]}::text)`
}

function readCursor(text: string): readonly [string, string | number, string] | undefined {
  try {
    return content.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

type SqlType = 'text' | 'date' | 'bigint'

/** What an empty value is sorted as: before all others. */
const emptyValues: Readonly<Record<SqlType, string | number>> = { text: '', date: '1900-01-01', bigint: -1 }

function sqlType(record: RecordDeclaration, order: Order): SqlType {
  const types: Partial<Record<FieldKind, SqlType>> = { day: 'date', count: 'bigint', money: 'bigint' }
  const kind = record.fields[order.by]?.kind
  return (kind && types[kind]) ?? 'text'
}

/**
 * What a list is sorted by: an organisation by its name, all else by its column. Never made from what a person typed. What may be
 * empty is sorted before all else: nothing can be compared with null, and the rows after it would be on no page.
 */
export function sortColumn(record: RecordDeclaration, order: Order): RawBuilder<unknown> {
  const field = record.fields[order.by]
  const column =
    field?.kind === 'organisation' ? sql.ref(`${order.by}.name`) : sql.ref(`s.${field?.column ?? 'reference'}`)
  if (!field?.optional && !field?.byStepsOnly) return column
  const type = sqlType(record, order)
  return sql`coalesce(${column}, ${emptyValues[type]}::${sql.raw(type)})`
}
