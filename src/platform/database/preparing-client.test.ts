import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { type Database, keptForValues, openDatabase, plannedAnew } from '#platform/database'
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

describe('what is kept for its values', () => {
  const told = (...values: readonly unknown[]) =>
    sql<{
      told: string | null
    }>`select ${keptForValues} concat(${sql.join(values.map(value => sql`${value}::text`))}) as told`
      .execute(app)
      .then(({ rows }) => rows[0]?.told)

  it('is prepared at its third time with the same values, which stand in its text then', async () => {
    for (let turn = 0; turn < 4; turn += 1) expect(await told('Tier 1', turn % 2)).toBe(`Tier 1${turn % 2}`)
    expect(await prepared()).toEqual([])
    for (let turn = 0; turn < 4; turn += 1) expect(await told('Tier 1', turn % 2)).toBe(`Tier 1${turn % 2}`)
    expect(await prepared()).toEqual(
      [0, 1].map(turn => `select /* kept for its values */ concat('Tier 1'::text, '${turn}'::text) as told`),
    )
  })

  it('answers for what it is given, whatever that is', async () => {
    const values = [`it's`, String.raw`back\'slash`, '$1', null, 12, true]
    for (let turn = 0; turn < 5; turn += 1) expect(await told(...values)).toBe(String.raw`it'sback\'slash$112true`)
    const lists = () =>
      sql<{
        held: boolean
      }>`select ${keptForValues} ${'Tier "1"'} = any (${['Tier "1"', 'a,b']}::text[]) as held`.execute(app)
    for (let turn = 0; turn < 5; turn += 1) expect((await lists()).rows).toEqual([{ held: true }])
  })

  it('is forgotten where others were asked for since, and kept again', async () => {
    const thrice = async (value: number) => {
      for (let turn = 0; turn < 3; turn += 1) expect(await told(value)).toBe(String(value))
    }
    for (let value = 0; value < 70; value += 1) await thrice(value)
    const kept = await prepared()
    expect(kept).toHaveLength(50)
    expect(kept.filter(text => text.includes(`('0'`))).toEqual([])
    await thrice(0)
    expect((await prepared()).filter(text => text.includes(`('0'`))).toHaveLength(1)
  })

  it('fails once where the result has another shape since, and then answers anew', async () => {
    await sql`create table public.kept (one integer)`.execute(database.owner)
    await sql`grant select on public.kept to fourfold_app`.execute(database.owner)
    const all = () => sql`select * from public.kept where ${keptForValues} ${1}::integer = 1`.execute(app)
    for (let turn = 0; turn < 4; turn += 1) expect((await all()).rows).toEqual([])
    await sql`alter table public.kept add two integer`.execute(database.owner)
    await sql`insert into public.kept values (1, 2)`.execute(database.owner)
    await expect(all()).rejects.toThrow('cached plan must not change result type')
    for (let turn = 0; turn < 4; turn += 1) expect((await all()).rows).toEqual([{ one: 1, two: 2 }])
  })
})
