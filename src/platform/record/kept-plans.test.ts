import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { now } from '#platform/clock'
import { type Database, openDatabase } from '#platform/database'
import { actingFor, addPerson, makeSightings, sighting, type StatedRow, takeRows } from '../../../test/sightings.ts'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { listCounted, type PageRequest } from './index.ts'

const owner = 'Cheshire Constabulary'
const count = 30

let database: TestDatabase
/** Has one connection, so that all is asked of it. */
let app: Database
let analyst: number

beforeAll(async () => {
  database = await testDatabase()
  await makeSightings(database.owner)
  const system = await addPerson(database.owner, 'importer@example.test', 'Fourfold administration', 'system')
  analyst = await addPerson(database.owner, 'analyst@example.test', owner, 'analyst')
  const rows: readonly StatedRow[] = Array.from({ length: count }, (_, index) => ({
    recordedAt: new Date('2022-01-01T00:00:00Z'),
    values: { ...plain, reference: `R-${index + 10}`, grade: index % 3 === 0 ? 'High' : 'Low' },
  }))
  await actingFor(database.app, system, 'import', tx => takeRows(tx, sighting, rows, system))
})
afterAll(() => database.close())
beforeEach(() => {
  app = openDatabase({ url: database.appUrl, connections: 1 })
})
afterEach(() => app.destroy())

const plain = {
  name: 'Amber wherry',
  owner,
  helper: null,
  place: 'Harbour',
  seenOn: '2022-01-01',
  birds: 2,
  costPence: 5,
}

const list = (request: Partial<PageRequest>) =>
  actingFor(app, analyst, 'read', tx =>
    listCounted(tx, sighting, {
      known: { asAt: now },
      filters: {},
      order: { by: 'reference', descending: false },
      limit: 5,
      ...request,
    }),
  )

/** The texts of what the one connection keeps for its values. */
async function kept(): Promise<readonly string[]> {
  const { rows } = await sql<{ statement: string }>`
    select statement from pg_prepared_statements where statement like '%kept for its values%'`.execute(app)
  return rows.map(({ statement }) => statement)
}

describe('a list that is asked for again and again', () => {
  const high = { grade: { kind: 'one-of', values: ['High'] } } as const

  it('is planned once for the words that it is narrowed by, and finds what is there by then', async () => {
    for (let turn = 0; turn < 6; turn += 1) expect((await list({ filters: high })).total).toBe(count / 3)
    expect(await kept()).toEqual([expect.stringContaining(`'{"High"}'::text[]`)])
    await sql`update sightings.sighting_state set grade = 'High' where reference = 'R-11'`.execute(database.owner)
    expect((await list({ filters: high })).total).toBe(count / 3 + 1)
    expect(await kept()).toHaveLength(1)
  })

  it('is planned anew where it holds what was typed, or begins at a record', async () => {
    const { next = '' } = await list({})
    for (let turn = 0; turn < 6; turn += 1) {
      await list({ filters: { ...high, name: { kind: 'contains', text: 'wherry' } } })
      await list({ filters: { ...high, place: { kind: 'equals', text: 'Harbour' } } })
      await list({ cursor: { direction: 'after', text: next } })
    }
    expect(await kept()).toEqual([])
  })
})
