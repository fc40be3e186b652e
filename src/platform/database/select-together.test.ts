import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { selectTogether } from './index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

it('gives the rows of each select in its order, and none where there are none', async () => {
  const found = await database.app.transaction().execute(tx =>
    selectTogether(tx, {
      numbers: sql<{ n: number; of: string | null }>`
        select n::bigint as n, case when n > 1 then ${'some'}::text end as of from generate_series(1, 3) n order by n desc`,
      nothing: sql<{ n: number }>`select 1 as n where false`,
    }),
  )
  expect(found).toEqual({
    numbers: [
      { n: 3, of: 'some' },
      { n: 2, of: 'some' },
      { n: 1, of: null },
    ],
    nothing: [],
  })
})
