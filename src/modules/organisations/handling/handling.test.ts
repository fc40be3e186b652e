import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Handling } from '#platform/record'
import { type Scene, sceneOf } from '#test/access-scene'
import { type TestDatabase, testDatabase } from '#test/database'
import { threat } from '#modules/threats'
import { addSamplePeople } from '../people/sample-people.ts'
import { whoSees } from './access-store.ts'
import { changeHandling } from './change-handling.ts'
import { readHolding, statedHandlings } from './handling-store.ts'
import { endShare, shareRecord } from './share-record.ts'
import { sharesOf } from './share-store.ts'

const cheshire = 'analyst@cheshire.example'
const cheshireOfficer = 'lro@cheshire.example'
const lancashire = 'analyst@lancashire.example'
const nca = 'tasking@nca.example'
const council = 'housing@council.example'
const inspector = 'inspector@hmicfrs.example'
const mayor = 'mayor@oversight.example'
const administrator = 'admin@fourfold.example'
const everyone = [cheshire, cheshireOfficer, lancashire, nca, council, inspector, mayor, administrator]

let database: TestDatabase
let scene: Scene
let reference: string
let next = 0

beforeAll(async () => {
  database = await testDatabase()
  scene = sceneOf(database)
  await scene.asOwner(tx => addSamplePeople(tx, { passwordHash: 'none' }))
})
afterAll(() => database.close())

beforeEach(async () => {
  reference = `CHE-${++next}`
  await scene.addThreat(reference, 'Cheshire Constabulary', '2022-01-01T00:00:00Z', '2022-06-01T00:00:00Z')
})

const handle = (email: string, handling: Handling, people: readonly number[] = []) =>
  scene.as(email, (tx, actor) =>
    changeHandling(tx, { record: threat, reference, actor, handling, people, reason: 'A test' }),
  )

const share = async (email: string, target: { organisation?: string; person?: string }, withHistory: boolean) => {
  const organisationId = target.organisation && (await scene.organisationId(target.organisation))
  const personId = target.person && (await scene.personId(target.person))
  return scene.as(email, (tx, actor) =>
    shareRecord(tx, {
      record: threat,
      reference,
      actor,
      withHistory,
      reason: 'A test',
      ...(organisationId ? { organisationId } : {}),
      ...(personId ? { personId } : {}),
    }),
  )
}

const end = async (email: string, sharedWith: string) => {
  const shares = await scene.asOwner(tx => sharesOf(tx, 'threats', reference))
  const shareId = shares.find(one => one.toAt === null && one.sharedWith.includes(sharedWith))?.id ?? 0
  return scene.as(email, (tx, actor) => endShare(tx, { record: threat, reference, actor, shareId }))
}

async function seers(): Promise<readonly string[]> {
  const found: string[] = []
  for (const email of everyone) if ((await scene.statesSeen(email, reference)) > 0) found.push(email)
  return found
}

/** The record gets another state, as an import would record it. */
async function record(at: string): Promise<void> {
  await scene.asOwner(async tx => {
    await sql`
      with ended as (
        update threats.threat_state set recorded_to = ${at}::timestamptz
        where reference = ${reference} and recorded_to = 'infinity' returning *
      )
      insert into threats.threat_state
        (record_id, audience_id, recorded_from, entered_at, reference, owner_id, name, threat_type, type, soc,
         moderation_status, tier, phase, crime_category)
      select record_id, audience_id, ${at}::timestamptz, ${at}::timestamptz, reference, owner_id, 'Another', threat_type,
        type, soc, moderation_status, tier, phase, crime_category
      from ended`.execute(tx)
  })
}

describe('the handling of a record', () => {
  test.each([
    ['Shared', [cheshire, cheshireOfficer, lancashire, nca, inspector]],
    ['Organisation', [cheshire, cheshireOfficer, inspector]],
    ['Named', [cheshire, nca]],
  ] as const)('%s is seen by those and no others', async (handling, expected) => {
    expect(await seers()).toEqual([cheshire, cheshireOfficer, lancashire, inspector])
    const people = handling === 'Named' ? [await scene.personId(nca)] : []
    expect(await handle(cheshire, handling, people)).toEqual({ ok: true })
    expect(await seers()).toEqual(expected)
  })

  test('goes for every state at once, and comes back', async () => {
    await handle(cheshire, 'Organisation')
    expect(await scene.statesSeen(lancashire, reference)).toBe(0)
    expect(await scene.statesSeen(cheshire, reference)).toBe(2)
    await handle(cheshire, 'Region')
    expect(await scene.statesSeen(lancashire, reference)).toBe(2)
  })

  test('is kept: what, by whom, why, the latest first', async () => {
    await handle(cheshire, 'Organisation')
    await handle(cheshire, 'Shared')
    const stated = await scene.asOwner(tx => statedHandlings(tx, 'threats', reference))
    expect(stated.map(one => [one.handling, one.person, one.reason])).toEqual([
      ['Shared', 'Ashley Example', 'A test'],
      ['Organisation', 'Ashley Example', 'A test'],
    ])
  })

  test('Named needs somebody, and keeps whoever set it', async () => {
    expect(await handle(cheshire, 'Named')).toEqual({ problem: 'Enter at least one person who may see it' })
    expect(await seers()).toEqual([cheshire, cheshireOfficer, lancashire, inspector])
    await handle(cheshire, 'Named', [await scene.personId(cheshireOfficer)])
    expect(await seers()).toEqual([cheshire, cheshireOfficer])
  })

  test('can be changed by people of its owner only, who see it', async () => {
    expect(await handle(lancashire, 'Shared')).toEqual({
      problem: expect.stringContaining('It belongs to Cheshire Constabulary'),
    })
    expect(await handle(cheshireOfficer, 'Shared')).toHaveProperty('problem')
    expect(await handle(inspector, 'Shared')).toHaveProperty('problem')
    expect(await handle(nca, 'Shared')).toEqual({ problem: 'There is no such record' })
    expect(await seers()).toEqual([cheshire, cheshireOfficer, lancashire, inspector])
  })

  test('that it has already is no change', async () => {
    expect(await handle(cheshire, 'Region')).toEqual({ problem: 'Its handling is Region already' })
  })
})

describe('a share', () => {
  test('with a partner from now on shows what holds and what comes, with history everything', async () => {
    expect(await share(cheshire, { organisation: 'Halton Borough Council' }, false)).toEqual({ ok: true })
    expect(await scene.statesSeen(council, reference)).toBe(1)
    await record('2027-01-01T00:00:00Z')
    await handle(cheshire, 'Organisation')
    expect(await scene.statesSeen(council, reference)).toBe(2)
    expect(await share(cheshire, { organisation: 'Halton Borough Council' }, true)).toEqual({ ok: true })
    expect(await scene.statesSeen(council, reference)).toBe(3)
  })

  test('ends, and gives nothing from then on', async () => {
    await share(cheshire, { organisation: 'Halton Borough Council' }, true)
    await share(cheshire, { person: nca }, true)
    expect(await seers()).toEqual([cheshire, cheshireOfficer, lancashire, nca, council, inspector])
    expect(await end(cheshire, 'Halton')).toEqual({ ok: true })
    expect(await seers()).toEqual([cheshire, cheshireOfficer, lancashire, nca, inspector])
    const [open, ended] = await scene.asOwner(tx => sharesOf(tx, 'threats', reference))
    expect(open).toMatchObject({ toAt: null, sharedBy: 'Ashley Example' })
    expect(ended).toMatchObject({ sharedWith: 'Halton Borough Council', endedBy: 'Ashley Example', withHistory: true })
  })

  test('is refused to others than the owner, with the owner, and twice', async () => {
    expect(await share(lancashire, { organisation: 'Halton Borough Council' }, true)).toHaveProperty('problem')
    expect(await share(nca, { person: nca }, true)).toEqual({ problem: 'There is no such record' })
    expect(await share(cheshire, { organisation: 'Cheshire Constabulary' }, true)).toHaveProperty('problem')
    await share(cheshire, { organisation: 'Halton Borough Council' }, true)
    expect(await share(cheshire, { organisation: 'Halton Borough Council' }, false)).toEqual({
      problem: 'It is already shared with Halton Borough Council',
    })
    expect(await end(lancashire, 'Halton')).toHaveProperty('problem')
    expect(await scene.statesSeen(council, reference)).toBe(2)
  })

  test('with an organisation that may see no record shows none', async () => {
    await share(cheshire, { organisation: 'Mayoral oversight' }, true)
    await share(cheshire, { person: mayor }, true)
    await share(cheshire, { person: administrator }, true)
    expect(await seers()).toEqual([cheshire, cheshireOfficer, lancashire, inspector])
  })

  test('of one’s own can’t be ended on a record that is Named, so that nobody locks themselves out', async () => {
    await handle(cheshire, 'Named', [await scene.personId(nca)])
    expect(await end(cheshire, 'Ashley')).toEqual({ problem: expect.stringContaining('You would no longer see it') })
    expect(await end(cheshire, 'Kerry')).toEqual({ ok: true })
    expect(await seers()).toEqual([cheshire])
  })

  test('changed by someone who sees only part of the history still settles all of it', async () => {
    const second = `second-${next}@cheshire.example`
    await scene.addPerson(second, 'Cheshire Constabulary', 'analyst')
    await handle(cheshire, 'Named', [await scene.personId(cheshireOfficer)])
    await share(cheshire, { person: second }, false)
    expect(await scene.statesSeen(second, reference)).toBe(1)
    expect(await handle(second, 'Region')).toEqual({ ok: true })
    expect(await scene.statesSeen(lancashire, reference)).toBe(2)
    expect(await scene.statesSeen(second, reference)).toBe(2)
  })
})

describe('who sees a record', () => {
  test('is told by organisation, part and ground, as access is', async () => {
    await handle(cheshire, 'Organisation')
    await share(cheshire, { organisation: 'Halton Borough Council' }, true)
    await share(cheshire, { person: nca }, true)
    const found = await scene.as(cheshire, async tx =>
      whoSees(tx, (await readHolding(tx, threat, reference))?.audienceId ?? 0),
    )
    expect(found.map(({ organisation, people, grounds, named }) => [organisation, people, grounds, named])).toEqual([
      ['Cheshire Constabulary', expect.any(Number), ['of the owner'], []],
      ['HMICFRS', 1, ['inspector'], []],
      ['Halton Borough Council', 1, ['shared with the organisation'], []],
      ['National Crime Agency', 1, ['named'], ['Kerry Placeholder']],
    ])
    expect(found[2]?.parts).toEqual([{ part: 'partner', people: 1 }])
  })
})
