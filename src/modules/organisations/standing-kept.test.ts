import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database, Transaction } from '#platform/database'
import { type Scene, sceneOf } from '#test/access-scene'
import { type TestDatabase, testDatabase } from '#test/database'
import { stateActor } from './state-actor.ts'

let database: TestDatabase
let scene: Scene
const people: number[] = []

beforeAll(async () => {
  database = await testDatabase()
  scene = sceneOf(database)
  people.push(
    await scene.addPerson('analyst@x.example', 'Cheshire Constabulary', 'analyst'),
    await scene.addPerson('moderator@x.example', 'North West Regional Organised Crime Unit', 'moderator'),
    await scene.addPerson('partner@x.example', 'Fourfold administration', 'partner'),
    await scene.addPerson('inspector@x.example', 'HMICFRS', 'inspector'),
  )
  for (const owner of ['Cheshire Constabulary', 'Lancashire Constabulary', 'Durham Constabulary'])
    await scene.addThreat(`T-${owner}`, owner, '2026-01-01')
})
afterAll(() => database.close())
beforeEach(async () => {
  await sql`update organisations.person set parts = array['analyst'], disabled_at = null where id = ${analyst()}`.execute(
    database.owner,
  )
  await sql`delete from organisations.standing_kept`.execute(database.owner)
})

const analyst = (): number => people[0] ?? 0

const audiencesNow = async (tx: Transaction): Promise<string> => {
  const { rows } = await sql<{ now: string }>`
    select array(select unnest(organisations.actor_audiences()) order by 1)::text as now`.execute(tx)
  return rows[0]?.now ?? ''
}

/** As a request does it: what the person may see, as text. */
const seenBy = (personId: number, purpose: 'read' | 'import' = 'read'): Promise<string> =>
  database.app.transaction().execute(async tx => {
    await stateActor(tx, personId, purpose)
    return audiencesNow(tx)
  })

const workedOut = async (personId: number): Promise<string> => {
  const { rows } = await sql<{ now: string }>`
    select array(select distinct audience_id from organisations.grounds_of(${personId}) order by 1)::text as now`.execute(
    database.owner,
  )
  return rows[0]?.now ?? ''
}

let others = 1_000_000

/** An audience that there was not: someone, and another whom nobody knows. */
const addAudience = (asked: Database | Transaction, sharedWith: number) =>
  sql`select organisations.audience_for('Named', (select min(id) from organisations.organisation),
    '{}'::integer[], array[${sharedWith}, ${(others += 1)}]::integer[])`.execute(asked)

/** Makes what is kept of a person tell another thing than the truth, so that it shows whether it is believed. */
const spoil = () => sql`update organisations.standing_kept set audiences = '{}'`.execute(database.owner)

test('what was worked out is kept, and believed', async () => {
  expect(await seenBy(analyst())).not.toBe('{}')
  await spoil()
  expect(await seenBy(analyst())).toBe('{}')
})

test.each([
  ['of another day', sql`on_day = on_day - 1`],
  ['of more than a minute ago', sql`kept_at = kept_at - interval '61 seconds'`],
  ['of a server whose transactions have higher numbers', sql`snapshot = '9000000000:9000000000:'`],
])('what is kept %s is not believed', async (_, told) => {
  const before = await seenBy(analyst())
  await spoil()
  await sql`update organisations.standing_kept set ${told}`.execute(database.owner)
  expect(await seenBy(analyst())).toBe(before)
})

test('after any changes to people, organisations, regions and audiences everyone sees what is worked out anew', async () => {
  const someone = fc.constantFrom(...people)
  const organisation = sql`(select id from organisations.organisation where name = 'Cheshire Constabulary')`
  const changes = fc.oneof(
    fc.tuple(someone, fc.constantFrom('analyst', 'partner', 'inspector', 'oversight')).map(([id, part]) => ({
      said: `${id} is ${part}`,
      act: (tx: Transaction) =>
        sql`update organisations.person set parts = array[${part}] where id = ${id}`.execute(tx),
    })),
    fc.tuple(someone, fc.boolean()).map(([id, disabled]) => ({
      said: `${id} is ${disabled ? 'disabled' : 'let in'}`,
      act: (tx: Transaction) =>
        sql`update organisations.person set disabled_at = ${disabled ? new Date() : null} where id = ${id}`.execute(tx),
    })),
    someone.map(id => ({ said: `shared with ${id}`, act: (tx: Transaction) => addAudience(tx, id) })),
    fc.boolean().map(ended => ({
      said: ended ? 'Cheshire leaves its region' : 'Cheshire is of its region',
      act: (tx: Transaction) =>
        sql`update organisations.region_member set to_on = ${ended ? '2026-01-01' : null}::date
          where organisation_id = ${organisation}`.execute(tx),
    })),
    fc.boolean().map(merged => ({
      said: merged ? 'Cheshire is merged into Durham' : 'Cheshire stands alone',
      act: (tx: Transaction) =>
        sql`update organisations.organisation set to_on = ${merged ? '2026-01-01' : null}::date, successor_id = ${
          merged ? sql`(select id from organisations.organisation where name = 'Durham Constabulary')` : null
        } where id = ${organisation}`.execute(tx),
    })),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(changes, fc.boolean()), { minLength: 1, maxLength: 6 }), async steps => {
      for (const [{ act }, isUndone] of steps) {
        for (const id of people) await seenBy(id)
        await database.owner
          .transaction()
          .execute(async tx => {
            await act(tx)
            if (isUndone) throw new Error('undone')
          })
          .catch((fault: unknown) => {
            if (!isUndone) throw fault
          })
        for (const id of people) expect(await seenBy(id)).toBe(await workedOut(id))
      }
    }),
    { numRuns: 25 },
  )
})

test('handlings that demand a reason are those of this moment', async () => {
  const demanded = () =>
    database.app.transaction().execute(async tx => (await stateActor(tx, analyst(), 'read'))?.reasonDemandedFor)
  expect(await demanded()).toEqual(['Named'])
  await sql`insert into platform.fact (name, value) values ('reason-demanded-for', ' Region,,Named ')`.execute(
    database.owner,
  )
  expect(await demanded()).toEqual(['Region', 'Named'])
  await sql`delete from platform.fact where name = 'reason-demanded-for'`.execute(database.owner)
  expect(await demanded()).toEqual(['Named'])
})

/** Holds a transaction open while something else is done, then ends it. */
async function whileOpen(
  begin: (tx: Transaction) => Promise<unknown>,
  meanwhile: () => Promise<void>,
  end: (tx: Transaction) => Promise<unknown> = async () => undefined,
): Promise<void> {
  await database.app.transaction().execute(async tx => {
    await begin(tx)
    await meanwhile()
    await end(tx)
  })
}

test('what was kept while a change was under way is not believed after it', async () => {
  const before = await seenBy(analyst())
  await sql`delete from organisations.standing_kept`.execute(database.owner)
  await whileOpen(
    tx => addAudience(tx, analyst()),
    async () => expect(await seenBy(analyst())).toBe(before),
  )
  expect(await seenBy(analyst())).toBe(await workedOut(analyst()))
  expect(await seenBy(analyst())).not.toBe(before)
})

test('what a transaction keeps before it changes something itself is not believed after it', async () => {
  await whileOpen(
    tx => sql`select pg_current_xact_id()`.execute(tx),
    // Numbers of transactions that are done lie beyond that of the one that is open.
    () => addAudience(database.owner, 0).then(() => undefined),
    async tx => {
      await stateActor(tx, analyst(), 'import')
      await stateActor(tx, analyst(), 'read')
      await addAudience(tx, analyst())
    },
  )
  expect(await seenBy(analyst())).toBe(await workedOut(analyst()))
  const { rows } = await sql<{ all: string }>`
    select array_agg(id order by id)::text as all from organisations.audience`.execute(database.owner)
  expect(await seenBy(analyst(), 'import')).toBe(rows[0]?.all)
})

test('what a transaction has changed itself it sees, and keeps for nobody until it is done', async () => {
  const before = await seenBy(analyst())
  await whileOpen(
    async tx => {
      await addAudience(tx, analyst())
      await stateActor(tx, analyst(), 'read')
      expect(await audiencesNow(tx)).not.toBe(before)
    },
    async () => expect(await seenBy(analyst())).toBe(before),
  )
  expect(await seenBy(analyst())).toBe(await workedOut(analyst()))
})

test('two requests of one person at once do not wait for each other', async () => {
  await whileOpen(
    tx => stateActor(tx, analyst(), 'read'),
    async () => {
      await database.app.transaction().execute(async tx => {
        await sql`set local lock_timeout = '1s'`.execute(tx)
        expect(await stateActor(tx, analyst(), 'read')).toMatchObject({ personId: analyst() })
        expect(await stateActor(tx, analyst(), 'import')).toMatchObject({ personId: analyst() })
      })
    },
  )
})

test('a transaction that sees one snapshot, or that only reads, is told the same and keeps nothing', async () => {
  const inOneSnapshot = database.app.transaction().setIsolationLevel('repeatable read')
  await inOneSnapshot.execute(async tx => {
    await sql`select 1`.execute(tx)
    const seen = await seenBy(analyst())
    await stateActor(tx, analyst(), 'read')
    expect(await audiencesNow(tx)).toBe(seen)
  })
  await sql`delete from organisations.standing_kept`.execute(database.owner)
  await inOneSnapshot.setAccessMode('read only').execute(async tx => {
    await stateActor(tx, analyst(), 'read')
    expect(await audiencesNow(tx)).toBe(await workedOut(analyst()))
  })
  const { rows } = await sql`select from organisations.standing_kept`.execute(database.owner)
  expect(rows).toHaveLength(0)
})

test('what is older than a day is forgotten', async () => {
  await seenBy(analyst())
  await sql`update organisations.standing_kept set kept_at = kept_at - interval '25 hours'`.execute(database.owner)
  await sql`update organisations.access_change set at = at - interval '25 hours'`.execute(database.owner)
  await sql`select organisations.forget_access_changes()`.execute(database.app)
  const { rows } = await sql`
    select from organisations.access_change union all select from organisations.standing_kept`.execute(database.owner)
  expect(rows).toHaveLength(0)
})

test('the program can neither read what is kept nor add to it', async () => {
  for (const statement of [
    sql`select from organisations.standing_kept`,
    sql`select from organisations.access_change`,
    sql`select organisations.standing_of(${analyst()}, 'read')`,
    sql`select organisations.work_out_standing(${analyst()}, 'read')`,
    sql`insert into organisations.access_change default values`,
  ])
    await expect(statement.execute(database.app)).rejects.toThrow(/permission denied/)
})
