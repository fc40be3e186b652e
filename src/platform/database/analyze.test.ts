import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '#test/database'
import { analyze } from './analyze.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

it('tells the database how many rows its tables hold, as their owner', async () => {
  await sql`insert into platform.fact (name, value) select 'one of ' || n, '' from generate_series(1, 3000) n`.execute(
    database.owner,
  )
  const known = async () =>
    (
      await sql<{
        rows: number
      }>`select reltuples as rows from pg_class where oid = 'platform.fact'::regclass`.execute(database.owner)
    ).rows[0]?.rows
  expect(await known()).not.toBeGreaterThanOrEqual(3000)
  await analyze(database.ownerUrl)
  expect(await known()).toBeGreaterThanOrEqual(3000)
})
