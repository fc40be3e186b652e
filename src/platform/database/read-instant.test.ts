import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '#test/database'
import { isoInstant, readInstant } from './read-instant.ts'

it.each([
  ['2026-05-01 10:00:00+00', '2026-05-01T10:00:00.000Z'],
  ['2026-05-01 10:00:00.1+00', '2026-05-01T10:00:00.100Z'],
  ['2026-05-01 10:00:00.569+00', '2026-05-01T10:00:00.569Z'],
  ['2026-05-01 10:00:00.123999+00', '2026-05-01T10:00:00.123Z'],
  ['0099-12-31 23:59:59.999+00', '0099-12-31T23:59:59.999Z'],
  ['2026-05-01 10:00:00+01', '2026-05-01T09:00:00.000Z'],
  ['12026-05-01 10:00:00+00', '+012026-05-01T10:00:00.000Z'],
])('reads %s', (text, instant) => {
  expect((readInstant(text) as Date).toISOString()).toBe(instant)
  expect(isoInstant(text)).toBe(instant)
})

it('reads what has no end or beginning', () => {
  expect([readInstant('infinity'), readInstant('-infinity')]).toEqual([Infinity, -Infinity])
})

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

it('reads every millisecond of a second as the database has it', async () => {
  const { rows } = await sql<{ at: Date; text: string }>`
    select at, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as text
    from generate_series('2026-05-01 10:00:00+00'::timestamptz, '2026-05-01 10:00:00.999+00', interval '1 millisecond') at`.execute(
    database.owner,
  )
  expect(rows).toHaveLength(1000)
  expect(rows.filter(({ at, text }) => at.toISOString() !== text)).toEqual([])
})
