import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruptions } from '#modules/disruptions'
import { stateActor } from '#modules/organisations'
import { aim, plan, planAction, plans } from '#modules/plans'
import { threat, threats } from '#modules/threats'
import { collect } from '#platform/http'
import { countRecords, listRecords, type RecordDeclaration } from '#platform/record'
import { testDatabase, type TestDatabase } from '#test/database'
import { exchange } from '../index.ts'
import { loadNational } from './load-national.ts'
import { nationalCommand } from './national-command.ts'

const present = new Date('2026-11-22T00:00:00Z')
const asked = { factor: 0.01, seed: 7, present, progress: () => undefined }
const house = collect([threats, plans, disruptions, exchange])
let database: TestDatabase
let other: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  other = await testDatabase()
})
afterAll(() => Promise.all([database.close(), other.close()]))

/** Everything that was loaded, as one digest: without what the database numbers by itself. */
async function digest(of: TestDatabase): Promise<unknown> {
  const { rows } = await sql`
    select md5(string_agg(s::text, ' ' order by s.reference, s.recorded_from)) from (
      select reference, recorded_from, recorded_to, name, tier, phase, lead_responsible_officer from threats.threat_state
      union all select reference, recorded_from, recorded_to, title, four_p, assessment_category, threat_reference
        from disruptions.disruption_state
      union all select reference, recorded_from, recorded_to, says, status, person_email, due_on::text from plans.action_state
    ) s`.execute(of.owner)
  return rows[0]
}

describe('the national sample', () => {
  it('fills an empty database, the same for the same seed and day', async () => {
    const first = await loadNational({ ...asked, ownerUrl: database.ownerUrl })
    expect(first).toEqual({
      loaded: {
        people: 120,
        threats: 300,
        'states of threats': 3000,
        disruptions: 2200,
        'states of disruptions': 4400,
        plans: 45,
        aims: 180,
        actions: 900,
      },
    })
    await loadNational({ ...asked, ownerUrl: other.ownerUrl })
    expect(await digest(other)).toEqual(await digest(database))
  })

  it('leaves states that follow each other without a gap, and indexes and constraints as they were', async () => {
    const { rows: gaps } = await sql`
      select s.reference from threats.threat_state s
      where s.recorded_to <> 'infinity' and not exists (select from threats.threat_state next
        where next.record_id = s.record_id and next.recorded_from = s.recorded_to)`.execute(database.owner)
    expect(gaps).toEqual([])
    const fresh = await testDatabase()
    const indexes = async (of: TestDatabase) =>
      (
        await sql`
          select indexdef as made from pg_indexes where schemaname in ('organisations', 'threats', 'disruptions', 'plans')
          union all select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated)
            from pg_constraint where connamespace::regnamespace::text in ('organisations', 'threats', 'disruptions', 'plans')
          order by 1`.execute(of.owner)
      ).rows
    expect(await indexes(database)).toEqual(await indexes(fresh))
    await fresh.close()
  })

  it('is seen as its handling has it, and as at a past day', async () => {
    const { rows } = await sql<{ id: number; owner: number }>`
      select min(p.id) as id, p.organisation_id as owner from organisations.person p
      where p.email like 'person-%' group by p.organisation_id order by count(*) desc limit 1`.execute(database.owner)
    const [someone] = rows
    const seen = await database.app.transaction().execute(async tx => {
      await stateActor(tx, someone?.id ?? 0, 'read')
      const count = (record: RecordDeclaration, instant?: Date) =>
        countRecords(tx, record, {
          known: { asAt: instant === undefined ? { when: 'now' } : { when: 'past', instant, text: '2020-01-01' } },
          filters: {},
        } as never)
      return {
        threats: await count(threat),
        before: await count(threat, new Date('2020-01-01T00:00:00Z')),
        plans: await count(plan),
        aims: await count(aim),
        actions: await count(planAction),
      }
    })
    const { rows: all } = await sql<{ mine: number; total: number }>`
      select count(*) filter (where owner_id = ${someone?.owner}) as mine, count(*) as total from threats.threat`.execute(
      database.owner,
    )
    expect(seen.threats).toBeGreaterThanOrEqual(all[0]?.mine ?? 0)
    expect(seen.threats).toBeLessThan(all[0]?.total ?? 0)
    expect(seen.before).toBeLessThan(seen.threats)
    expect(seen.aims).toBe(seen.plans * 4)
    expect(seen.actions).toBe(seen.plans * 20)
  })

  it('goes into an empty database alone', async () => {
    const before = await digest(database)
    const again = await loadNational({ ...asked, ownerUrl: database.ownerUrl })
    expect(again).toEqual({ problem: expect.stringContaining('This database holds records. Nothing was changed') })
    expect(await digest(database)).toEqual(before)
  })
})

describe('fourfold sample national', () => {
  const run = async (words: readonly string[], settings: Readonly<Record<string, string>> = {}) => {
    const said: string[] = []
    const code = await nationalCommand.run(
      {
        database: database.app,
        ownerUrl: database.ownerUrl,
        house,
        present: () => present,
        out: process.stdout,
        say: line => said.push(line),
        progress: () => undefined,
        settings,
      },
      words,
    )
    return { code, said: said.join('\n') }
  }

  it.each([
    [['--factor', '0'], '--factor must be a number above 0, at most 20'],
    [['--factor', 'ten'], '--factor must be a number above 0, at most 20'],
    [['--seed', '1.5'], '--seed must be a whole number'],
    [['--size', '2'], "Unknown option '--size'"],
  ])('refuses %j in one line', async (words, problem) => {
    const { code, said } = await run(words)
    expect(code).toBe(2)
    expect(said).toContain(problem)
  })

  it('refuses in production', async () => {
    expect(await run([], { NODE_ENV: 'production' })).toMatchObject({
      code: 2,
      said: expect.stringContaining('NODE_ENV is production'),
    })
  })
})

it('lists what it made by the declarations', async () => {
  const listed = await database.owner.transaction().execute(tx =>
    listRecords(tx, plan, {
      known: { asAt: { when: 'now' } },
      filters: {},
      order: { by: 'reference' },
      limit: 5,
    } as never),
  )
  expect(listed.states.map(state => state.reference)).toHaveLength(5)
})
