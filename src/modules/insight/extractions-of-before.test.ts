import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, migrate, openDatabase } from '#platform/database'
import { emptyDatabase } from '#test/database'
import { migrateUpTo } from '#test/migrate-up-to'

let before: Awaited<ReturnType<typeof emptyDatabase>>
let owner: Database

beforeAll(async () => {
  before = await emptyDatabase()
  await migrateUpTo(before.ownerUrl, '0040')
  owner = openDatabase({ url: before.ownerUrl, connections: 1 })
})
afterAll(async () => {
  await owner.destroy()
  await before.close()
})

it('hold the states they held, in their order, when these come to stand beside them', async () => {
  const [full, empty] = [await keptBefore([7, 3, 12_000_000_000]), await keptBefore([])]
  await migrate({ ownerUrl: before.ownerUrl })
  const { rows } = await sql<{ id: string; states: string }>`
    select id, state_ids::text as states from insight.extraction`.execute(owner)
  expect(Object.fromEntries(rows.map(({ id, states }) => [id, states]))).toEqual({
    [full]: '{7,3,12000000000}',
    [empty]: '{}',
  })
})

/** An extraction as it was kept then, its rows in a table of their own. */
async function keptBefore(states: readonly number[]): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into insight.extraction (person_id, organisation_id, authority, preset, preset_version, parameters, as_at, as_at_text,
      taken_at, row_count, sha256, summary)
    select p.id, p.organisation_id, '{}', 'hmicfrs-threats', 1, '{}', now(), '2026-01-01', now(), ${states.length},
      repeat('0', 64), '{}'
    from organisations.person p order by p.id limit 1 returning id`.execute(owner)
  const id = String(rows[0]?.id)
  await sql`
    insert into insight.extraction_row (extraction_id, position, state_id)
    select ${id}::uuid, position, state_id
    from unnest(${`{${states.join()}}`}::bigint[]) with ordinality as held (state_id, position)`.execute(owner)
  return id
}
