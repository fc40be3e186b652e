import type { ColumnKind } from '#platform/files'
import type { Field, FieldValue, Handling } from '#platform/record'
import { type Content, formatCount, formatDay, formatMoney } from '#ui'

/** A value of a record as people read it; what somebody typed stays a string, which every component shows as such. */
export function showValue(field: Field, value: FieldValue): string {
  if (value === null || value === '') return ''
  if (field.kind === 'day') return formatDay(String(value))
  if (field.kind === 'money') return formatMoney(Number(value))
  return field.kind === 'count' ? formatCount(Number(value)) : String(value)
}

/** A value as the module shows it, where it has a way of its own, for want of a value too. */
export function showAs(shows: ((value: FieldValue) => Content) | undefined, field: Field, value: FieldValue): Content {
  return shows === undefined ? showValue(field, value) : shows(value)
}

/** A value as it stands in a file: days as ISO 8601, money in pounds and pence. It is read back as it was. */
export function fileValue(field: Field, value: FieldValue): string {
  if (value === null) return ''
  if (field.kind !== 'money') return String(value)
  const pence = BigInt(value)
  return `${pence / 100n}.${String(pence % 100n).padStart(2, '0')}`
}

/** How a field's values stand in a sheet. */
export function columnKind({ kind }: Field): ColumnKind {
  return kind === 'count' || kind === 'money' || kind === 'day' ? kind : 'text'
}

/** The marking of what a record's page, or a file of records, shows. */
export function marking(handling: Handling): string {
  return `OFFICIAL-SENSITIVE · ${handling}`
}

/** The marking of a page that shows records of several handlings. */
export const listMarking = 'OFFICIAL-SENSITIVE'
