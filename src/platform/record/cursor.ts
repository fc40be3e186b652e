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
export function cursorOf(order: Order, state: RecordState): string {
  const value = state.values[order.by] ?? ''
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

/** The condition that a state lies on the asked side of a cursor. */
export function keysetCondition(
  record: RecordDeclaration,
  order: Order,
  cursor: Cursor | undefined,
): RawBuilder<boolean> {
  const read = cursor && readCursor(cursor.text)
  if (cursor === undefined || read === undefined) return sql<boolean>`true`
  const later = (cursor.direction === 'after') !== order.descending
  const type = sql.raw(sqlType(record, order))
  return sql<boolean>`(${sortColumn(record, order)}, s.reference)
    ${later ? sql`>` : sql`<`} (${read[1]}::${type}, ${read[2]}::text)`
}

function readCursor(text: string): readonly [string, string | number, string] | undefined {
  try {
    return content.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

function sqlType(record: RecordDeclaration, order: Order): string {
  const types: Partial<Record<FieldKind, string>> = { day: 'date', count: 'bigint', money: 'bigint' }
  const kind = record.fields[order.by]?.kind
  return (kind && types[kind]) ?? 'text'
}

/** What a list is sorted by: an organisation by its name, all else by its column. Never made from what a person typed. */
export function sortColumn(record: RecordDeclaration, order: Order): RawBuilder<unknown> {
  const field = record.fields[order.by]
  return field?.kind === 'organisation' ? sql.ref(`${order.by}.name`) : sql.ref(`s.${field?.column ?? 'reference'}`)
}
