import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase, runPrepared } from '#platform/database'
import { testDatabase, type TestDatabase } from '#test/database'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

it('a prepared statement is planned once a connection, and answers each time for what it is given', async () => {
  const app = openDatabase({ url: database.appUrl, connections: 1 })
  const add = (a: number, b: number) => sql<{ sum: number }>`select ${a}::integer + ${b}::integer as sum`
  const sums: (number | undefined)[] = []
  for (let turn = 0; turn < 8; turn += 1) {
    await app.transaction().execute(async tx => {
      sums.push((await runPrepared(tx, add(turn, 1))).rows[0]?.sum)
      sums.push((await add(turn, 2).execute(tx)).rows[0]?.sum)
    })
  }
  expect(sums).toEqual(Array.from({ length: 8 }, (_, turn) => [turn + 1, turn + 2]).flat())
  const { rows } = await sql<{ statement: string; generic: number; custom: number }>`
    select statement, generic_plans as generic, custom_plans as custom from pg_prepared_statements
    where statement like '/* prepared%'`.execute(app)
  expect(rows).toEqual([{ statement: expect.stringContaining('as sum'), generic: 8, custom: 0 }])
  await app.destroy()
})
