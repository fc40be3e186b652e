import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { assertLesserRole } from '#platform/database'
import { testDatabase, type TestDatabase } from './database.ts'

let first: TestDatabase
let second: TestDatabase

beforeAll(async () => {
  first = await testDatabase()
  second = await testDatabase()
})

afterAll(async () => {
  await first.close()
})

it('gives each file a migrated database of its own', async () => {
  const migrations = await sql`select name from platform.migration`.execute(first.owner)
  expect(migrations.rows.length).toBeGreaterThan(0)
  await sql`create table public.mine (id integer)`.execute(first.owner)
  await expect(sql`select from public.mine`.execute(second.owner)).rejects.toMatchObject({ code: '42P01' })
})

it('connects as a role that row-level security holds', async () => {
  await assertLesserRole(first.appUrl)
  await expect(assertLesserRole(first.ownerUrl)).rejects.toThrow('must not connect')
})

it('drops the database at the end', async () => {
  await second.close()
  const client = new Client({ connectionString: second.ownerUrl })
  await expect(client.connect()).rejects.toMatchObject({ code: '3D000' })
})
