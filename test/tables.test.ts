import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from 'kysely'
import { testDatabase, type TestDatabase } from './database.ts'
import { generateTables, tablesFile } from './generate-tables.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

afterAll(async () => {
  await database.close()
})

it('the row types are those of the migrated database (if not: npm run tables)', async () => {
  expect(await readFile(tablesFile, 'utf8')).toBe(await generateTables(database.ownerUrl))
})

it('a changed table would be noticed', async () => {
  await sql`create table organisations.planted (id bigint not null, seen_on date, at timestamptz not null)`.execute(
    database.owner,
  )
  const planted = await generateTables(database.ownerUrl)
  expect(planted).toContain(
    'export interface OrganisationsPlanted {\n  at: Timestamp;\n  id: number;\n  seen_on: string | null;\n}',
  )
})
