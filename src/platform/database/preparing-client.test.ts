import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest'
import { type Database, openDatabase, plannedAnew } from '#platform/database'
import { testDatabase, type TestDatabase } from '#test/database'

let database: TestDatabase
let app: Database

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(() => {
  app = openDatabase({ url: database.appUrl, connections: 1 })
})
afterEach(() => app.destroy())

/** The texts that the one connection has prepared. */
async function prepared(): Promise<readonly string[]> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements order by 1`.execute(
    app,
  )
  return rows.map(({ statement }) => statement)
}

const increased = async (by: number) =>
  (await sql<{ sum: number }>`select ${by}::integer + 1 as sum`.execute(app)).rows[0]?.sum

it('what is asked again and again is prepared at its third time, and answers as before', async () => {
  expect([await increased(1), await increased(2)]).toEqual([2, 3])
  expect(await prepared()).toEqual([])
  expect([await increased(3), await increased(4), await increased(5)]).toEqual([4, 5, 6])
  expect(await prepared()).toEqual(['select $1::integer + 1 as sum'])
})

it('what depends on its values is planned anew each time, and what has none is only asked', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    await sql`select where ${plannedAnew} ${turn}::integer > 1`.execute(app)
    await sql`select 1`.execute(app)
  }
  expect(await prepared()).toEqual([])
})

it('what failed is answered again, prepared or not', async () => {
  const divided = (by: number) => sql<{ share: number }>`select 6 / ${by}::integer as share`.execute(app)
  const shares = async (...by: readonly number[]) => (await Promise.all(by.map(divided))).map(({ rows }) => rows[0])
  expect(await shares(1, 2)).toEqual([{ share: 6 }, { share: 3 }])
  await expect(divided(0)).rejects.toThrow('division by zero')
  expect(await shares(3)).toEqual([{ share: 2 }])
  await expect(sql`select ${'x'}::uuid`.execute(app)).rejects.toThrow('uuid')
  expect((await divided(6)).rows).toEqual([{ share: 1 }])
})

it('fails once where the result has another shape since, and then answers anew', async () => {
  await sql`create table public.shaped (one integer)`.execute(database.owner)
  await sql`grant select on public.shaped to fourfold_app`.execute(database.owner)
  const all = () => sql`select * from public.shaped where ${1}::integer = 1`.execute(app)
  for (let turn = 0; turn < 4; turn += 1) expect((await all()).rows).toEqual([])
  await sql`alter table public.shaped add two integer`.execute(database.owner)
  await sql`insert into public.shaped values (1, 2)`.execute(database.owner)
  for (let turn = 0; turn < 3; turn += 1) await increased(turn)
  await expect(all()).rejects.toThrow('cached plan must not change result type')
  for (let turn = 0; turn < 4; turn += 1) expect((await all()).rows).toEqual([{ one: 1, two: 2 }])
  const shaped = 'select * from public.shaped where $1::integer = 1'
  expect(await prepared()).toEqual(['select $1::integer + 1 as sum', shaped, shaped])
})

it('a connection prepares some hundreds at most', async () => {
  for (let text = 0; text < 320; text += 1) {
    for (let turn = 0; turn < 3; turn += 1) await sql`select ${turn}::integer + ${sql.lit(text)} as sum`.execute(app)
  }
  expect(await prepared()).toHaveLength(300)
})
