import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { threat } from '#modules/threats'
import type { Transaction } from '#platform/database'
import type { Replica } from '#platform/replica'
import type { TestDatabase } from '../database.ts'
import { scratchDatabase } from '../sample-database.ts'
import { testServer, type TestServer, type Visitor } from '../server.ts'
import { actingFor, takeRows } from '../sightings.ts'
import { replicaThatStandsStill } from '../still-replica.ts'
import { threatRow } from '../threat-rows.ts'

const analyst = 'analyst@cheshire.example'
const neighbour = 'analyst@lancashire.example'

let copy: TestDatabase
let replica: Replica
let site: TestServer
let said: string[]
let reader: Visitor

/** On the replica the threat has another name, so that a page tells where it came from. */
beforeEach(async () => {
  said = []
  copy = await scratchDatabase()
  site = await testServer({
    replicaOf: async primary => {
      await recordThreat(primary, 'Of the primary')
      await recordThreat(copy, 'Of the replica')
      return (replica = await replicaThatStandsStill(primary, copy, { say: line => said.push(line) }))
    },
  })
  reader = await site.signIn(neighbour)
  // Signing in is a change of one's own; the replica has seen what was before it.
  await sql`delete from platform.recent_change where person_id is not null`.execute(site.database.owner)
})
afterEach(async () => {
  await site.close()
  await copy.close()
})

async function recordThreat(database: TestDatabase, name: string): Promise<void> {
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    database.owner,
  )
  const system = rows[0]?.id ?? 0
  const row = threatRow('T-1', { name }, { handling: 'Region' })
  await actingFor(database.app, system, 'import', tx => takeRows(tx, threat, [row], system))
}

const changePerson = (email: string, change: ReturnType<typeof sql>) =>
  sql`update organisations.person set ${change} where email = ${email}`.execute(site.database.owner)

const entriesOf = async (email: string) => {
  const { rows } = await sql<{ event: string; outcome: string; shown: string[] }>`
    select event, outcome, shown from audit.entry where actor = ${email} and event <> 'person.signed-in' order by id`.execute(
    site.database.owner,
  )
  return rows
}

describe('a page of what stands still', () => {
  it('comes from the replica, and is in the audit of the primary', async () => {
    expect((await reader.get('/threats/T-1')).text).toContain('Of the replica')
    expect((await reader.get('/threats')).text).toContain('Of the replica')
    expect((await reader.get('/threats.csv')).text).toContain('Of the replica')
    expect(replica.counted()).toEqual({ answers: 3, passedOn: 0 })
    expect(await entriesOf(neighbour)).toEqual([
      { event: 'threat.viewed', outcome: 'done', shown: ['threats:T-1'] },
      { event: 'threats.listed', outcome: 'done', shown: ['threats:T-1'] },
      { event: 'threats.exported', outcome: 'done', shown: ['threats:T-1'] },
    ])
  })

  it('is answered to programs too, whose tokens are noted as used', async () => {
    const token = await site.tokenOf(neighbour)
    // The replica knows none of the tokens made since.
    expect((await site.program(token).get('/api/v1/threats/T-1')).text).toContain('Of the primary')
    await copyTokens()
    expect((await site.program(token).get('/api/v1/threats/T-1')).text).toContain('Of the replica')
    await sql`update organisations.token set last_used_at = null`.execute(site.database.owner)
    expect((await site.program(token).get('/api/v1/threats/T-1')).text).toContain('Of the replica')
    const { rows } = await sql<{ used: boolean }>`
      select last_used_at is not null as used from organisations.token`.execute(site.database.owner)
    expect(rows).toEqual([{ used: true }])
    await sql`update organisations.token set revoked_at = now()`.execute(site.database.owner)
    expect((await site.program(token).get('/api/v1/threats/T-1')).status).toBe(401)
  })

  async function copyTokens(): Promise<void> {
    const { rows } = await sql<{ token: unknown }>`select row_to_json(t) as token from organisations.token t`.execute(
      site.database.owner,
    )
    for (const { token } of rows) {
      await sql`insert into organisations.token
        select * from json_populate_record(null::organisations.token, ${JSON.stringify(token)}::json)`.execute(
        copy.owner,
      )
    }
  }

  const liveThreats = async () =>
    /href="\/threats\?live=yes">([\d,]+)</.exec((await reader.get('/glance?region=all')).text)?.[1]

  it('shows figures that the primary counted, where the replica’s were not taken', async () => {
    await sql`update threats.threat_state set phase = 'Closed'`.execute(copy.owner)
    expect(await liveThreats()).toBe('0')
    expect(replica.counted()).toEqual({ answers: 1, passedOn: 0 })
    await reader.post('/as-at/today')
    expect(await liveThreats()).toBe('1')
    expect(replica.counted()).toEqual({ answers: 1, passedOn: 1 })
  })

  it('shows figures that the primary counted, where the replica could not end the page', async () => {
    await sql`update threats.threat_state set phase = 'Closed'`.execute(copy.owner)
    // What waits for the reader is counted after the figures.
    await sql`revoke select on notices.message from fourfold_app`.execute(copy.owner)
    expect(await liveThreats()).toBe('1')
    expect(replica.counted()).toEqual({ answers: 0, passedOn: 1 })
  })

  it('is not shown when the audit can’t be written, and no file of it is left', async () => {
    await sql`revoke insert on audit.entry from fourfold_app`.execute(site.database.owner)
    expect((await reader.get('/threats/T-1')).status).toBe(503)
    await expectNoFileLeftBy(async () => void (await reader.get('/threats.csv')))
    expect(replica.counted().answers).toBe(0)
  })
})

/** That an act leaves nothing in the folder for temporary files. */
async function expectNoFileLeftBy(act: () => Promise<void>): Promise<void> {
  const before = process.env['TMPDIR']
  const folder = await mkdtemp(join(tmpdir(), 'fourfold-replica-'))
  process.env['TMPDIR'] = folder
  try {
    await act()
    // What was sent is removed once it is on its way.
    await expect.poll(() => readdir(folder)).toEqual([])
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    await rm(folder, { recursive: true, force: true })
  }
}

describe('the primary answers', () => {
  it('whoever changed something that the replica has not seen, and nobody else', async () => {
    const writer = await site.signIn(analyst)
    await writer.post('/as-at', { 'asAt-day': '', 'asAt-month': '', 'asAt-year': '' })
    expect((await writer.get('/threats/T-1')).text).toContain('Of the primary')
    expect((await reader.get('/threats/T-1')).text).toContain('Of the replica')
  })

  it('everyone, after who sees what was changed: at once, though the replica has not seen it', async () => {
    expect((await reader.get('/threats/T-1')).status).toBe(200)
    const owner = await site.signIn(analyst)
    const change = { handling: 'Organisation', people: '', reason: 'Needs to be kept here', checked: 'yes' }
    expect((await owner.post('/handling/threats/T-1/change', change)).status).toBe(303)
    expect((await reader.get('/threats/T-1')).status).toBe(404)
    expect((await reader.get('/threats')).text).toContain('0 threats')
    expect((await entriesOf(neighbour)).at(-2)).toEqual({
      event: 'threat.viewed',
      outcome: 'refused',
      shown: ['threats:T-1'],
    })
  })

  it('whoever is disabled, or has another part or organisation than the replica knows', async () => {
    expect((await reader.get('/threats/T-1')).text).toContain('Of the replica')
    await changePerson(
      neighbour,
      sql`organisation_id = (select id from organisations.organisation where name = 'Merseyside Police')`,
    )
    expect((await reader.get('/threats/T-1')).text).toContain('Of the primary')
    await changePerson(neighbour, sql`parts = array['oversight']`)
    expect((await reader.get('/threats/T-1')).status).toBe(403)
    await changePerson(neighbour, sql`disabled_at = now()`)
    const { status, headers } = await reader.get('/threats/T-1')
    expect([status, headers['location']]).toEqual([303, '/sign-in?return=%2Fthreats%2FT-1'])
  })

  it('what the replica refuses or does not find', async () => {
    await sql`update threats.threat_state set reference = 'T-9'`.execute(copy.owner)
    await sql`update threats.threat set reference = 'T-9'`.execute(copy.owner)
    expect((await reader.get('/threats/T-1')).text).toContain('Of the primary')
    expect((await reader.get('/threats?asAt=some+day')).status).toBe(400)
    expect(await entriesOf(neighbour)).toHaveLength(2)
  })

  it('with the message that waits for the next page, and without the file that was not sent', async () => {
    const writer = await site.signIn(analyst)
    const change = { handling: 'Shared', people: '', reason: 'To be seen', checked: 'yes' }
    await writer.post('/handling/threats/T-1/change', change)
    await expectNoFileLeftBy(async () => {
      const { text } = await writer.get('/threats.csv')
      expect(text).toContain('Of the primary')
    })
    expect((await writer.get('/threats/T-1')).text).toContain('Handling changed to Shared')
    expect((await writer.get('/threats/T-1')).text).not.toContain('Handling changed to Shared')
  })

  it('when the replica is behind, which is then left alone and said once', async () => {
    await sql`update platform.heartbeat set at = at - interval '1 hour'`.execute(copy.owner)
    expect((await reader.get('/threats/T-1')).text).toContain('Of the primary')
    expect(replica.isInUse()).toBe(false)
    expect((await reader.get('/threats/T-1')).text).toContain('Of the primary')
    expect(said.map(line => JSON.parse(line) as unknown).slice(1)).toEqual([
      { level: 'warning', replica: 'left alone', why: 'It is more than 600 seconds behind' },
    ])
  })

  it('when the replica is gone, also in the middle of an answer', async () => {
    await copy.owner.transaction().execute(async tx => {
      await sql`lock table threats.threat_state in access exclusive mode`.execute(tx)
      const asked = reader.get('/threats/T-1')
      await someoneWaits(tx)
      replica.sever()
      expect((await asked).text).toContain('Of the primary')
    })
    expect(replica.isInUse()).toBe(false)
    expect(site.faults).toEqual([])
  })

  async function someoneWaits(tx: Transaction): Promise<void> {
    for (let looks = 0; looks < 500; looks += 1) {
      const { rows } = await sql`select from pg_locks where not granted
        and database = (select oid from pg_database where datname = current_database())`.execute(tx)
      if (rows.length > 0) return
      await sql`select pg_sleep(0.02)`.execute(tx)
    }
  }
})

it('a statement that the replica could not end says nothing against the replica', async () => {
  await sql`alter policy seen on threats.threat_state using (1 / (record_id - record_id) = 1)`.execute(copy.owner)
  expect((await reader.get('/threats/T-1')).text).toContain('Of the primary')
  expect(replica.isInUse()).toBe(true)
  expect(replica.counted()).toEqual({ answers: 0, passedOn: 1 })
})

it('/health tells whether it is used, and how often it was', async () => {
  await reader.get('/threats/T-1')
  const health = async () => JSON.parse((await site.visitor().get('/health')).text) as unknown
  expect(await health()).toMatchObject({
    status: 'UP',
    components: { replica: { status: 'UP', answers: 1, passedOn: 0 } },
  })
  replica.leaveAlone('tried')
  expect(await health()).toMatchObject({ status: 'UP', components: { replica: { status: 'DOWN' } } })
})
