import pg from 'pg'

const timestamptz = 1184

/** In UTC, of a year that `Date.UTC` does not take for one of the last century. */
const usual = /^(?!00)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00$/

/** What `pg` makes of an instant: a Date, or an infinite number. */
const readAny = pg.types.getTypeParser(timestamptz) as (text: string) => unknown

/**
 * An instant as PostgreSQL writes it on a connection in UTC, '2026-05-01 10:00:00.125+00', to the millisecond. Each row of records has
 * some, and what reads any zone and calendar takes several times as long.
 */
export function readInstant(text: string): unknown {
  if (!usual.test(text)) return readAny(text)
  const year = two(text, 0) * 100 + two(text, 2)
  return new Date(
    Date.UTC(year, two(text, 5) - 1, two(text, 8), two(text, 11), two(text, 14), two(text, 17), milliseconds(text)),
  )
}

/** The same as ISO 8601 writes it, '2026-05-01T10:00:00.125Z': what is only written out again needs no Date. */
export function isoInstant(text: string): string {
  if (!usual.test(text)) return (readAny(text) as Date).toISOString()
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).slice(0, 3).padEnd(3, '0')}Z`
}

const zero = 48

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - zero
}

function two(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1)
}

/** What stands between the point and the zone, the rest cut off. */
function milliseconds(text: string): number {
  let read = 0
  for (const place of [20, 21, 22]) read = read * 10 + (place < text.length - 3 ? digit(text, place) : 0)
  return read
}
