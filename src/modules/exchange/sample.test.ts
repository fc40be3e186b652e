import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruptions } from '#modules/disruptions'
import { personIdByEmail, stateActor } from '#modules/organisations'
import { plans } from '#modules/plans'
import { threats } from '#modules/threats'
import { collect } from '#platform/http'
import { testDatabase, type TestDatabase } from '#test/database'
import { exchange, loadSample } from './index.ts'

const house = collect([threats, plans, disruptions, exchange])
let database: TestDatabase
const said: string[] = []

const load = () =>
  loadSample({
    database: database.app,
    house,
    present: () => new Date(),
    password: 'fourfold-sample',
    say: line => said.push(line),
  })

async function counts() {
  const { rows } = await sql`
    select (select count(*) from threats.threat_state) as threats, (select count(*) from disruptions.disruption_state) as disruptions,
      (select count(*) from exchange.import) as imports, (select count(*) from organisations.share) as shares`.execute(
    database.owner,
  )
  return rows[0]
}

async function seenBy(email: string): Promise<readonly string[]> {
  return database.app.transaction().execute(async tx => {
    await stateActor(tx, (await personIdByEmail(tx, email)) ?? 0, 'read')
    const { rows } = await sql<{ reference: string }>`select reference from threats.threat order by reference`.execute(
      tx,
    )
    return rows.map(row => row.reference)
  })
}

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

describe('the sample region', () => {
  it('is taken up where it was cut off, and loaded once', async () => {
    await sql`create function refuse_disruptions() returns trigger language plpgsql as $$ begin raise 'cut off'; end $$`.execute(
      database.owner,
    )
    await sql`create trigger cut before insert on disruptions.disruption for each row execute function refuse_disruptions()`.execute(
      database.owner,
    )
    await expect(load()).rejects.toThrow('cut off')
    expect(await counts()).toMatchObject({ threats: 2961, disruptions: 0, imports: 1 })
    await sql`drop trigger cut on disruptions.disruption`.execute(database.owner)
    expect(await load()).toBe(true)
    // The file's of 2021 to 2023, and those against the plans of the last eleven months.
    const ofTheFile = 4314
    const againstPlans = 245
    const wanted = { threats: 2961, disruptions: ofTheFile + againstPlans, imports: 6 }
    expect(await counts()).toMatchObject(wanted)
    expect(await load()).toBe(false)
    expect(await counts()).toMatchObject(wanted)
  }, 240_000)

  it('says that it is invented', async () => {
    const { rows } = await sql`select value from platform.fact where name = 'sample'`.execute(database.owner)
    expect(rows).toEqual([{ value: 'north-west' }])
    expect(said[0]).toContain('invented')
  })

  it('shows each handling', async () => {
    const lancashire = await seenBy('analyst@lancashire.example')
    expect(lancashire).toContain('CHE-00001')
    expect(lancashire).not.toContain('CHE-00132')
    expect(lancashire).not.toContain('CHE-00119')
    expect(await seenBy('lro@cheshire.example')).toEqual(expect.arrayContaining(['CHE-00132', 'CHE-00119']))
    expect(await seenBy('tasking@nca.example')).toEqual(['CHE-00003'])
    expect(await seenBy('housing@council.example')).toEqual(['CHE-00002', 'CHE-00031', 'CHE-00057', 'CHE-00075'])
    expect(await seenBy('admin@fourfold.example')).toEqual([])
    expect(await seenBy('mayor@oversight.example')).toEqual([])
  })

  it('leaves a database with records of its own alone', async () => {
    const other = await testDatabase()
    try {
      await sql`insert into threats.threat (reference, owner_id, audience_id) select 'X', id, organisations.audience_for('Region', id) from organisations.organisation limit 1`.execute(
        other.owner,
      )
      const loaded = await loadSample({
        database: other.app,
        house,
        present: () => new Date(),
        password: 'x',
        say: () => undefined,
      })
      expect(loaded).toBe(false)
      const { rows } = await sql`select reference from threats.threat`.execute(other.owner)
      expect(rows).toEqual([{ reference: 'X' }])
      expect((await sql`select from platform.fact where name = 'sample'`.execute(other.owner)).rows).toEqual([])
    } finally {
      await other.close()
    }
  })
})
