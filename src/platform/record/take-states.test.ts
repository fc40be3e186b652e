import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import { actingFor, addPerson, makeSightings, sighting } from '../../../test/sightings.ts'
import { stagedTable, stageStates, type Taken, takeStagedStates } from './index.ts'

let database: TestDatabase
let system: number

beforeAll(async () => {
  database = await testDatabase()
  await makeSightings(database.owner)
  system = await addPerson(database.owner, 'importer@example.test', 'Fourfold administration', 'system')
})
afterAll(() => database.close())

type Handling = 'Region' | 'Organisation'

/** More than are taken at once: 1,200 records, each with a state of each of these days of 2022. */
async function takeDays(days: readonly string[], handling: Handling, giveWay: () => Promise<void>): Promise<Taken> {
  return actingFor(database.app, system, 'import', async tx => {
    await stageStates(tx, sighting)
    await sql`
      insert into ${sql.table(stagedTable(sighting))}
        (line, recorded_from, stated_handling, reference, name, owner_id, grade, place, seen_on, birds, cost_pence)
      select row_number() over (), day, ${handling}, 'S-' || number, 'Heron', o.id, 'High', 'Mere', day::date, extract(day from day), 0
      from generate_series(1, 1200) number, unnest(${days.map(day => `2022-${day}`)}::timestamptz[]) day,
        organisations.organisation o where o.name = 'Cheshire Constabulary'`.execute(tx)
    return takeStagedStates(tx, sighting, { personId: system }, giveWay)
  })
}

/** How many states there are, and of those how many don't end where the next one begins, or tell another first moment. */
async function statesKept() {
  const { rows } = await sql<{ states: number; records: number; wrong: number }>`
    select count(*) as states, count(distinct record_id) as records, count(*) filter (where recorded_to <> next or first_recorded_from <> first) as wrong
    from (select *, lead(recorded_from, 1, 'infinity') over one as next, min(recorded_from) over one as first
          from sightings.sighting_state window one as (partition by record_id order by recorded_from
            rows between unbounded preceding and unbounded following)) s`.execute(database.owner)
  return rows[0]
}

/** Who may see the states and their records, by how each is handled. */
async function handlingsKept(): Promise<readonly unknown[]> {
  const { rows } = await sql`
    select distinct h.handling, ofRecord.handling as record, ofState.handling as state
    from sightings.sighting h join sightings.sighting_state s on s.record_id = h.id
    join organisations.audience ofRecord on ofRecord.id = h.audience_id
    join organisations.audience ofState on ofState.id = s.audience_id`.execute(database.owner)
  return rows
}

test('takes many states some records at a time, each in its place, and gives way between them', async () => {
  let rests = 0
  const giveWay = async () => void (rests += 1)
  expect(await takeDays(['03-01', '05-01', '07-01'], 'Region', giveWay)).toMatchObject({ states: 3600, records: 1200 })
  expect(await statesKept()).toEqual({ states: 3600, records: 1200, wrong: 0 })
  expect(await handlingsKept()).toEqual([{ handling: 'Region', record: 'Region', state: 'Region' }])
  const [portions, settled] = [4, 1]
  expect(rests).toBe(1 + portions + settled)

  const later = ['02-01', '05-01', '06-01', '08-01', '09-01', '10-01']
  expect(await takeDays(later, 'Organisation', giveWay)).toMatchObject({ states: 6000, records: 0 })
  expect(await statesKept()).toEqual({ states: 9600, records: 1200, wrong: 0 })
  expect(await handlingsKept()).toEqual([{ handling: 'Organisation', record: 'Organisation', state: 'Organisation' }])
})
