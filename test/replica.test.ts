import { hash } from '@node-rs/argon2'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { addSamplePeople, createToken, personIdByEmail } from '#modules/organisations'
import { readSettings } from '#platform/config'
import { openHouse } from '../src/open-house.ts'
import { installedPostgres, type InstalledServer, startInstalled } from '../tools/checks/installed-postgres.mjs'
import { askApi, signInOver } from './over-http.ts'
import { makeReady, runServer, type RunningServer, runToItsEnd, temporaryFolder } from './running-server.ts'

const programs = installedPostgres()
if (programs === undefined)
  process.stderr.write('No PostgreSQL of 15 or later is installed in /usr/lib/postgresql: no replica was tried.\n')

const minutes = 60_000
const writer = 'analyst@cheshire.example'
const reader = 'analyst@lancashire.example'

describe.skipIf(programs === undefined)('a streaming replica', () => {
  let primary: InstalledServer
  let standby: InstalledServer
  /** Superusers: to look at what is so. */
  let onPrimary: pg.Pool
  let onStandby: pg.Pool
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let server: RunningServer
  let tokens: Readonly<Record<string, string>>

  const ownerUrl = () => Object.assign(new URL(primary.url), { username: 'fourfold_owner', pathname: '/fourfold' }).href
  const replicaUrl = () => Object.assign(new URL(standby.url), { username: '', pathname: '/fourfold' }).href
  const run = (settings: Readonly<Record<string, string>> = {}) =>
    runServer({ dataFolder: folder.path, sample: 'none', settings: { ...settingsOf(), ...settings } })
  const settingsOf = () => ({
    DATABASE_URL: ownerUrl(),
    DATABASE_REPLICA_URL: replicaUrl(),
    FOURFOLD_REPLICA_MOST_BEHIND: '60',
  })

  beforeAll(async () => {
    await makeReady()
    folder = await temporaryFolder()
    primary = await startInstalled(programs!)
    onPrimary = poolOn(primary, 'postgres')
    await onPrimary.query('create role fourfold_owner login createrole')
    await onPrimary.query('create database fourfold owner fourfold_owner')
    await onPrimary.end()
    onPrimary = poolOn(primary, 'fourfold')
    tokens = await fill(ownerUrl())
    standby = await startInstalled(programs!, { replicaOf: primary.url })
    onStandby = poolOn(standby, 'fourfold')
    server = await run()
    await inUse(server)
  }, 5 * minutes)

  afterAll(async () => {
    server?.signal('SIGTERM')
    await server?.ended
    await Promise.all([onPrimary?.end(), onStandby?.end()])
    await standby?.stop()
    await primary?.stop()
    await folder?.remove()
  }, 5 * minutes)

  const ask = (email: string, path: string, init?: RequestInit, at = server) =>
    askApi(at.address, tokens[email] ?? '', path, init)

  /** Records a threat of a name, and gives its reference. */
  async function record(name: string): Promise<string> {
    const fields = { name, threatType: 'Organised crime group', crimeCategory: 'Drugs', leadResponsibleOfficer: null }
    const answered = await send(writer, 'POST', '/api/v1/threats', fields)
    return ((await answered.json()) as { reference: string }).reference
  }

  async function send(email: string, method: string, path: string, body: unknown, etag?: string): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(etag === undefined ? {} : { 'if-match': etag }) }
    const answered = await ask(email, path, { method, body: JSON.stringify(body), headers })
    if (!answered.ok)
      throw new Error(`${method} ${path} was answered with ${answered.status}: ${await answered.text()}`)
    return answered
  }

  async function rename(reference: string, name: string): Promise<void> {
    const path = `/api/v1/threats/${reference}`
    const etag = (await ask(writer, path)).headers.get('etag') ?? ''
    await send(writer, 'PATCH', path, { name }, etag)
  }

  async function nameAt(reference: string, email: string, at = server): Promise<string> {
    const answered = await ask(email, `/api/v1/threats/${reference}`, undefined, at)
    return ((await answered.json()) as { name: string }).name
  }

  /** Until all that was committed on the primary is on the replica too. */
  async function replayed(): Promise<void> {
    const { rows } = await onPrimary.query<{ at: string }>('select pg_current_wal_lsn()::text as at')
    const isThere = async () => {
      const found = await onStandby.query<{ there: boolean }>(
        'select pg_last_wal_replay_lsn() >= $1::pg_lsn as there',
        [rows[0]?.at],
      )
      return found.rows[0]?.there
    }
    await expect.poll(isThere, { timeout: 30_000 }).toBe(true)
  }

  /** Does something while the replica takes in nothing new. */
  async function whileItStands(act: () => Promise<void>): Promise<void> {
    await replayed()
    await onStandby.query('select pg_wal_replay_pause()')
    const state = async () => (await onStandby.query('select pg_get_wal_replay_pause_state() as state')).rows[0]?.state
    await expect.poll(state).toBe('paused')
    try {
      await act()
    } finally {
      await onStandby.query('select pg_wal_replay_resume()')
    }
  }

  /** What the reader is answered by the replica: on a busy machine it may be left alone for a moment, and the primary answers. */
  async function drawn(path: string): Promise<Response> {
    let answered: Response | undefined
    const isDrawn = async () => {
      const before = (await health(server)).answers
      answered = await ask(reader, path)
      return (await health(server)).answers === before + 1
    }
    await expect.poll(isDrawn, { timeout: 60_000, interval: 500 }).toBe(true)
    return answered!
  }

  async function nameDrawn(reference: string): Promise<string> {
    const answered = await drawn(`/api/v1/threats/${reference}`)
    return ((await answered.json()) as { name: string }).name
  }

  it('answers who reads, and the audit has it on the primary before the answer is there', async () => {
    const reference = await record('Read from the replica')
    await replayed()
    for (const path of ['/api/v1/threats', `/api/v1/threats/${reference}`, `/api/v1/threats/${reference}/history`]) {
      const answered = await drawn(path)
      const { rows } = await onPrimary.query<{ actor: string }>('select actor from audit.entry where request_id = $1', [
        answered.headers.get('x-request-id'),
      ])
      expect([path, answered.status, rows]).toEqual([path, 200, [{ actor: reader }]])
      expect(await answered.text()).toContain(reference)
    }
    const page = await (await signInOver(server.address, reader)).get('/threats')
    expect(await page.text()).toContain('Read from the replica')
  })

  it('shows whoever wrote what they wrote, however quickly they look', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const reference = await record(`Written ${turn}`)
      expect(await nameAt(reference, writer)).toBe(`Written ${turn}`)
      await rename(reference, `Written anew ${turn}`)
      expect(await nameAt(reference, writer)).toBe(`Written anew ${turn}`)
    }
  })

  it('while it stands still, is asked no more by whoever wrote; past what it may be behind, by nobody', async () => {
    const reference = await record('Before')
    const strict = await run({ FOURFOLD_REPLICA_MOST_BEHIND: '5' })
    try {
      await inUse(strict)
      await whileItStands(async () => {
        expect(await nameDrawn(reference)).toBe('Before')
        await rename(reference, 'After')
        expect(await nameAt(reference, writer)).toBe('After')
        // Of the same answer the other knows no better yet: it is the replica that tells.
        expect(await nameDrawn(reference)).toBe('Before')
        await expect.poll(() => nameAt(reference, reader, strict), { timeout: 30_000, interval: 500 }).toBe('After')
        expect((await health(strict)).status).toBe('DOWN')
      })
      await expect.poll(() => nameAt(reference, reader), { timeout: 30_000 }).toBe('After')
      await inUse(strict)
    } finally {
      strict.signal('SIGTERM')
      await strict.ended
    }
  })

  it('while it stands still, shows nobody what they may no longer see', async () => {
    const reference = await record('Kept back')
    const path = `/api/v1/threats/${reference}`
    await replayed()
    await whileItStands(async () => {
      expect((await ask(reader, path)).status).toBe(200)
      const browser = await signInOver(server.address, writer)
      const change = { handling: 'Organisation', people: '', reason: 'An arrest is planned', checked: 'yes' }
      expect((await browser.post(`/handling/threats/${reference}/change`, change)).status).toBe(303)
      expect((await ask(reader, path)).status).toBe(404)
      await onPrimary.query(`update organisations.person set parts = '{oversight}' where email = $1`, [reader])
      expect((await ask(reader, '/api/v1/threats')).status).toBe(403)
      await onPrimary.query('update organisations.person set disabled_at = now() where email = $1', [reader])
      expect((await ask(reader, '/api/v1/threats')).status).toBe(401)
    })
    await onPrimary.query(`update organisations.person set parts = '{analyst}', disabled_at = null where email = $1`, [
      reader,
    ])
  })

  it(
    'killed and started again, or silent, while many read, makes not one reading fail',
    async () => {
      const reference = await record('Read all the time')
      await replayed()
      const over = new AbortController()
      const statuses: number[] = []
      const read = async () => {
        while (!over.signal.aborted) statuses.push((await ask(reader, `/api/v1/threats/${reference}`)).status)
      }
      const reading = [read(), read(), read()]
      try {
        await answersFrom(server)
        standby.signal('SIGKILL')
        await outOfUse(server)
        await standby.startAgain()
        await answersFrom(server)
        standby.signal('SIGSTOP')
        await outOfUse(server)
      } finally {
        standby.signal('SIGCONT')
        over.abort()
        await Promise.all(reading)
      }
      expect(statuses.length).toBeGreaterThan(20)
      expect(statuses.filter(status => status !== 200)).toEqual([])
    },
    3 * minutes,
  )

  it('that is not there keeps no server from starting, and one that is none is refused', async () => {
    const alone = await run({ DATABASE_REPLICA_URL: 'postgres://127.0.0.1:9/fourfold' })
    expect((await ask(reader, '/api/v1/threats', undefined, alone)).status).toBe(200)
    expect((await health(alone)).status).toBe('DOWN')
    alone.signal('SIGTERM')
    const { said } = await alone.ended
    expect(said.match(/"replica":"left alone"/g)).toHaveLength(1)
    const wrong = { ...settingsOf(), DATABASE_REPLICA_URL: ownerUrl() }
    const refused = await runToItsEnd({ dataFolder: folder.path, sample: 'none', settings: wrong })
    expect([refused.status, refused.said]).toEqual([
      2,
      expect.stringContaining('is no replica: it takes changes itself'),
    ])
  })
})

function poolOn(server: InstalledServer, database: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: Object.assign(new URL(server.url), { pathname: `/${database}` }).href })
  // What ends the server ends its connections.
  pool.on('error', () => undefined)
  return pool
}

/** People, with a token of each who reads or writes here; without records. */
async function fill(ownerUrl: string): Promise<Readonly<Record<string, string>>> {
  const read = readSettings({ DATABASE_URL: ownerUrl })
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  const opened = await openHouse({ settings: read.settings, purpose: 'attach', say: () => undefined })
  if ('problem' in opened) throw new Error(opened.problem)
  const { database, close } = opened.open
  const tokens: Record<string, string> = {}
  await database.transaction().execute(async tx => {
    await addSamplePeople(tx, { passwordHash: await hash('fourfold-sample') })
    for (const email of [writer, reader]) {
      const personId = (await personIdByEmail(tx, email)) ?? 0
      tokens[email] = await createToken(tx, { personId, name: 'test', expiresAt: new Date(Date.now() + 86_400_000) })
    }
  })
  await close()
  return tokens
}

interface ReplicaHealth {
  readonly status: string
  readonly answers: number
}

async function health({ address }: RunningServer): Promise<ReplicaHealth> {
  const found = (await (await fetch(`${address}/health`)).json()) as { components: { replica: ReplicaHealth } }
  return found.components.replica
}

const is = (status: string) => async (server: RunningServer) => {
  await vi.waitUntil(async () => (await health(server)).status === status, { timeout: minutes, interval: 100 })
}
const inUse = is('UP')
const outOfUse = is('DOWN')

/** Until readers are answered by the replica, and not only could be. */
async function answersFrom(server: RunningServer): Promise<void> {
  await inUse(server)
  const { answers } = await health(server)
  await vi.waitUntil(async () => (await health(server)).answers > answers, { timeout: minutes, interval: 50 })
}
