import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countsAsClosed } from '#modules/reference'
import { collect } from '#platform/http'
import { fieldsOf } from '#platform/record'
import { testDatabase, type TestDatabase } from '#test/database'
import { modules } from '../../app.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('each field that has a list, and no other, is counted in what a change of the list would affect', async () => {
  const { registers } = collect(modules)
  const declared = [...registers.values()].flatMap(({ record }) =>
    fieldsOf(record).flatMap(([field, { list, column }]) =>
      list === undefined ? [] : [`${list}: ${record.register} ${field} in ${record.table}_state.${column}`],
    ),
  )
  const { rows } = await sql<{ use: string }>`
    select format('%s: %s %s in %s.%s', list, register, field, state_table, column_name) as use from reference.use`.execute(
    database.owner,
  )
  expect(declared.length).toBeGreaterThan(1)
  expect(rows.map(({ use }) => use).sort()).toEqual(declared.sort())
})

test('the usual values that a declaration still names are those that the product came with', async () => {
  for (const { record } of collect(modules).registers.values()) {
    for (const [, { list, options }] of fieldsOf(record)) {
      if (list === undefined || options === undefined) continue
      const { rows } = await sql<{ value: string }>`
        select value from reference.value where list = ${list} order by position`.execute(database.owner)
      expect(rows.map(({ value }) => value)).toEqual(options)
    }
  }
})

test('a phase counts as closed as the list says; one that was never on it, by the word', async () => {
  const phases = ['Active', 'Archived (closed)', 'Closed - dismantled', 'closed by hand', 'Resting', 'Disclosed']
  const closed = async () => {
    const { rows } = await sql<{ phase: string }>`
      select phase from unnest(${phases}::text[]) phase where ${countsAsClosed(sql`phase`)}`.execute(database.app)
    return rows.map(({ phase }) => phase)
  }
  expect(await closed()).toEqual(['Archived (closed)', 'Closed - dismantled', 'closed by hand', 'Disclosed'])
  await sql`update reference.value set closed = value = 'Active' where value in ('Active', 'Archived (closed)')`.execute(
    database.owner,
  )
  expect(await closed()).toEqual(['Active', 'Closed - dismantled', 'closed by hand', 'Disclosed'])
})
