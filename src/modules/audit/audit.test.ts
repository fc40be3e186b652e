import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Transaction } from '#platform/database'
import { type AuditedEvent, collect } from '#platform/http'
import { type TestDatabase, testDatabase } from '#test/database'
import { entriesOf, firstBrokenSeal } from './audit-store.ts'
import { readHead } from './head-file.ts'
import { sealAudit } from './seal-audit.ts'
import { verifyAudit } from './verify-audit.ts'
import { verifyCommand } from './verify-command.ts'
import { writeAudit } from './write-audit.ts'

let database: TestDatabase
let folder: string
let path: string

beforeAll(async () => {
  database = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'fourfold-audit-'))
  path = join(folder, 'audit-head.json')
})

afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

const event = (request: string, more: Partial<AuditedEvent> = {}): AuditedEvent => ({
  requestId: request,
  actor: undefined,
  event: 'threat.viewed',
  outcome: 'done',
  ...more,
})

const write = (more: Partial<AuditedEvent> = {}, request = 'request-1') =>
  database.app.transaction().execute(tx => writeAudit(tx, event(request, more)))

/** Writes an entry that has its number at once: it goes with the next statement, which is usually the end of the transaction. */
async function writeNumbered(tx: Transaction, request: string): Promise<void> {
  await writeAudit(tx, event(request))
  await sql`select ${1}::integer`.execute(tx)
}

/** Other test files hold transactions on the same server, before which nothing may be sealed. */
async function sealUntil(count: number): Promise<void> {
  let sealed = 0
  for (let turn = 0; sealed < count && turn < 2_000; turn++) {
    const turned = await sealAudit(database.app, path)
    if (turned.warning !== undefined && turned.sealed === 0) throw new Error(turned.warning)
    sealed += turned.sealed
    if (sealed < count) await new Promise(resolve => setTimeout(resolve, 10))
  }
  expect(sealed).toBe(count)
}

async function startAnew(): Promise<void> {
  await sql`truncate audit.entry, audit.seal, audit.fence`.execute(database.owner)
  await sql`alter sequence audit.entry_id restart`.execute(database.owner)
  await rm(path, { force: true })
}

/** What does not fit, however many are checked at a time. */
const misfit = async () => {
  const head = await readHead(path)
  const { misfit: found } = await verifyAudit(database.app, head)
  for (const batch of [1, 2, 4]) expect((await verifyAudit(database.app, head, { batch })).misfit).toBe(found)
  return found
}

describe('an entry', () => {
  beforeEach(startAnew)

  test('holds who, what, which, why and as at', async () => {
    await write({
      actor: {
        personId: 1,
        email: 'analyst@cheshire.example',
        name: 'An analyst',
        organisationId: 1,
        organisation: 'Cheshire Constabulary',
        parts: ['analyst'],
        permissions: new Set(),
        reasonDemandedFor: [],
        recordsFor: [],
        sample: false,
      },
      shown: ['threats:CHE-1', 'threats:CHE-2'],
      details: { format: 'csv' },
      reason: 'A review',
      asAt: new Date('2023-01-04T23:59:59.999Z'),
    })
    const { rows } = await sql`
      select request_id, person_id, actor, organisation, event, outcome, shown, details, reason, as_at
      from audit.entry`.execute(database.owner)
    expect(rows).toEqual([
      {
        request_id: 'request-1',
        person_id: 1,
        actor: 'analyst@cheshire.example',
        organisation: 'Cheshire Constabulary',
        event: 'threat.viewed',
        outcome: 'done',
        shown: ['threats:CHE-1', 'threats:CHE-2'],
        details: { format: 'csv' },
        reason: 'A review',
        as_at: new Date('2023-01-04T23:59:59.999Z'),
      },
    ])
  })

  test('is kept with what was asked for to the letter', async () => {
    const shown = ['threats:', 'threats:"', String.raw`threats:\{a,b}`, 'threats:null', 'NULL', ' ', '']
    await write({ shown })
    const { rows } = await sql<{ shown: readonly string[] }>`select shown from audit.entry`.execute(database.owner)
    expect(rows.map(row => row.shown)).toEqual([shown])
  })

  test('with more than 10,000 references is split over several of the same request', async () => {
    const shown = Array.from({ length: 25_001 }, (_, index) => `threats:T-${index}`)
    await write({ shown, details: { format: 'csv' } })
    const { rows } = await sql<{ request_id: string; total: number; details: unknown }>`
      select request_id, cardinality(shown) as total, details from audit.entry order by id`.execute(database.owner)
    expect(rows.map(row => row.total)).toEqual([10_000, 10_000, 5_001])
    expect(new Set(rows.map(row => row.request_id))).toEqual(new Set(['request-1']))
    const found = await database.app
      .transaction()
      .execute(tx => entriesOf(tx, { register: 'threats', reference: 'T-25000', limit: 10 }))
    expect(found).toHaveLength(1)
  })

  test('is written whatever an address asked for', async () => {
    await write({
      outcome: 'refused',
      shown: [`threats:\0${'x'.repeat(10_000)}`],
      reason: 'a\0b',
      details: { a: '\0' },
    })
    const { rows } = await sql<{ long: number; reason: string; details: unknown }>`
      select length(shown[1]) as long, reason, details from audit.entry`.execute(database.owner)
    expect(rows).toEqual([{ long: 200, reason: 'a\uFFFDb', details: { a: '\uFFFD' } }])
  })

  test('can be neither read, changed nor deleted by the program, nor dated or numbered', async () => {
    await write()
    for (const statement of [
      sql`select * from audit.entry`,
      sql`update audit.entry set reason = 'another'`,
      sql`delete from audit.entry`,
      sql`truncate audit.entry`,
      sql`insert into audit.entry (id, request_id, actor, event, outcome) values (-1, 'r', 'a', 'e', 'done')`,
      sql`insert into audit.entry (occurred_at, request_id, actor, event, outcome) values (now(), 'r', 'a', 'e', 'done')`,
      sql`insert into audit.seal (position, entry_id, hash, sealed_at) values (1, 1, '', now())`,
      sql`delete from audit.seal`,
    ]) {
      await expect(statement.execute(database.app)).rejects.toThrow(/permission denied/)
    }
  })
})

describe('the entries of a record', () => {
  beforeEach(startAnew)

  test('are the latest first, in pages, and those of no other record', async () => {
    for (const request of ['one', 'two', 'three']) await write({ shown: ['threats:A', 'threats:B'] }, request)
    await write({ shown: ['threats:B'] }, 'four')
    await database.app.transaction().execute(async tx => {
      const asked = { register: 'threats', reference: 'A' }
      const first = await entriesOf(tx, { ...asked, limit: 2 })
      expect(first.map(entry => entry.id)).toEqual([3, 2])
      const next = await entriesOf(tx, { ...asked, limit: 2, beforeId: 2 })
      expect(next.map(entry => entry.id)).toEqual([1])
      expect(await entriesOf(tx, { ...asked, limit: 2, until: new Date('2000-01-01T00:00:00Z') })).toEqual([])
      expect(await entriesOf(tx, { register: 'disruptions', reference: 'A', limit: 2 })).toEqual([])
    })
  })
})

describe('sealing', () => {
  beforeEach(startAnew)

  test('gives positions without gaps, in order, and leaves the head outside the database', async () => {
    for (let index = 0; index < 5; index++) await write()
    // A transaction that is undone leaves a gap in the numbers, and none in the positions.
    await expect(
      database.app.transaction().execute(async tx => {
        await writeNumbered(tx, 'undone')
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    await write()
    await sealUntil(6)
    const { rows } = await sql`select position, entry_id from audit.seal order by position`.execute(database.owner)
    expect(rows).toEqual([1, 2, 3, 4, 5, 7].map((id, index) => ({ position: index + 1, entry_id: id })))
    const head = JSON.parse(await readFile(path, 'utf8'))
    expect(head).toMatchObject({ count: 6, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await verifyAudit(database.app, await readHead(path))).toEqual({ count: 6, unsealed: 0, misfit: undefined })
  })

  test('waits for a transaction that has numbered its entry and not ended, so that the order holds', async () => {
    await write()
    let end: () => void = () => undefined
    const ended = new Promise<void>(resolve => (end = resolve))
    let numbered: () => void = () => undefined
    const hasNumbered = new Promise<void>(resolve => (numbered = resolve))
    const slow = database.app.transaction().execute(async tx => {
      await writeNumbered(tx, 'slow')
      numbered()
      await ended
    })
    await hasNumbered
    await write()
    for (let turn = 0; turn < 5; turn++) expect((await sealAudit(database.app, path)).sealed).toBeLessThanOrEqual(1)
    end()
    await slow
    const before = await database.owner.transaction().execute(tx => sql`select from audit.seal`.execute(tx))
    await sealUntil(3 - before.rows.length)
    expect(await misfit()).toBeUndefined()
  })

  test('by many at once, while entries are written, gives one whole chain', async () => {
    const writing = Promise.all(Array.from({ length: 60 }, (_, index) => write({}, `request-${index}`)))
    const sealing = Array.from({ length: 20 }, () => sealAudit(database.app, path))
    const sealed = (await Promise.all(sealing)).reduce((total, one) => total + one.sealed, 0)
    await writing
    await sealUntil(60 - sealed)
    expect(await misfit()).toBeUndefined()
    const { rows } = await sql`select position, entry_id from audit.seal order by position`.execute(database.owner)
    expect(rows).toHaveLength(60)
    expect(rows.at(-1)).toMatchObject({ position: 60 })
  })

  test('makes the same hashes whatever the settings of the session', async () => {
    await write({ asAt: new Date('2023-07-13T12:00:00Z'), details: { filters: ['tier', 'é'] } })
    const hash = async (settings: string) =>
      database.owner.connection().execute(async session => {
        await sql.raw(settings).execute(session)
        const { rows } = await sql<{ hash: string }>`
          select encode(sha256(audit.canonical(e)), 'hex') as hash from audit.entry e`.execute(session)
        await sql`reset all`.execute(session)
        return rows[0]?.hash
      })
    const plain = await hash('set timezone to utc')
    expect(plain).toMatch(/^[0-9a-f]{64}$/)
    expect(
      await hash(
        "set timezone to 'Asia/Tokyo'; set datestyle to 'SQL, DMY'; set bytea_output to 'escape'; set lc_time to 'C'",
      ),
    ).toBe(plain)
    expect(await hash("set client_encoding to 'latin1'; set intervalstyle to 'iso_8601'")).toBe(plain)
  })

  test('stops, and says so, when the file outside knows of more', async () => {
    for (let index = 0; index < 3; index++) await write()
    await sealUntil(3)
    await sql`delete from audit.seal where position = 3`.execute(database.owner)
    await write()
    const { sealed, warning } = await sealAudit(database.app, path)
    expect(sealed).toBe(0)
    expect(warning).toContain('knows of 3 sealed entries, and the database does not hold that many')
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ count: 3 })
  })

  test('stops when the file outside knows of another chain, or is spoilt', async () => {
    await write()
    await sealUntil(1)
    await sql`update audit.seal set hash = sha256('another')`.execute(database.owner)
    expect((await sealAudit(database.app, path)).warning).toContain('the database holds another one there')
    await writeFile(path, '{"count": 1}')
    expect((await sealAudit(database.app, path)).warning).toContain("can't be read")
  })
})

describe.each([
  ['one month', 0],
  ['four months, the last of which was not made', 1],
])('verifying entries of %s names', (_, months) => {
  beforeEach(async () => {
    await startAnew()
    for (let index = 1; index <= 9; index++) await write({ shown: [`threats:T-${index}`] }, `request-${index}`)
    await sql`update audit.entry set occurred_at = occurred_at + ${months} * (id / 3) * interval '1 month'`.execute(
      database.owner,
    )
    await sealUntil(9)
  })

  test('nothing when all is whole', async () => {
    expect(await verifyAudit(database.app, await readHead(path))).toEqual({ count: 9, unsealed: 0, misfit: undefined })
  })

  const asOwner = (...statements: readonly string[]) =>
    database.owner.transaction().execute(async tx => {
      for (const statement of statements) await sql.raw(statement).execute(tx)
    })

  test.each([
    'request_id = request_id || $$x$$',
    `occurred_at = occurred_at + interval '1 microsecond'`,
    'person_id = 7',
    `actor = 'another'`,
    `organisation = ''`,
    `event = 'threat.exported'`,
    `outcome = 'refused'`,
    `shown = '{threats:T-5,threats:T-6}'`,
    `details = '{"a": 1}'`,
    `reason = ''`,
    `as_at = now()`,
  ])('a changed entry: %s', async change => {
    await asOwner(`update audit.entry set ${change} where id = 5`)
    expect(await misfit()).toBe('changed: entry 5 at position 5 is not what was sealed.')
  })

  test('the first of several', async () => {
    await asOwner(`update audit.entry set reason = 'x' where id in (3, 6)`, `delete from audit.entry where id = 8`)
    expect(await misfit()).toContain('entry 3 at position 3')
  })

  test('a changed seal', async () => {
    await asOwner(`update audit.seal set hash = sha256('x') where position = 5`)
    expect(await misfit()).toContain('changed: the seal of entry 5 at position 5')
  })

  test('a deleted entry', async () => {
    await asOwner(`delete from audit.entry where id = 5`)
    expect(await misfit()).toBe('deleted: entry 5, sealed at position 5, is gone.')
  })

  test('an entry deleted with its seal', async () => {
    await asOwner(`delete from audit.entry where id = 5`, `delete from audit.seal where position = 5`)
    expect(await misfit()).toBe('gap: position 5 is missing; position 6 is there.')
  })

  test('the first entries deleted with their seals', async () => {
    await asOwner(`delete from audit.entry where id < 4`, `delete from audit.seal where position < 4`)
    expect(await misfit()).toBe('gap: position 1 is missing; position 4 is there.')
  })

  test('an entry deleted with its seal, the others moved up', async () => {
    await asOwner(
      `delete from audit.entry where id = 5`,
      `delete from audit.seal where position = 5`,
      ...[6, 7, 8, 9].map(position => `update audit.seal set position = ${position - 1} where position = ${position}`),
    )
    expect(await misfit()).toContain('entry 6 at position 5')
  })

  test('an inserted entry', async () => {
    await asOwner(`delete from audit.entry where id = 9`, `delete from audit.seal where position = 9`)
    await rm(path)
    await asOwner(`insert into audit.entry (id, request_id, actor, event, outcome) values (0, 'r', 'a', 'e', 'done')`)
    expect(await misfit()).toBe('inserted: entry 0 has no seal, and stands before entries that were sealed.')
  })

  test('an entry inserted between others, with a seal of its own', async () => {
    await asOwner(
      `insert into audit.entry (id, request_id, actor, event, outcome) values (100, 'r', 'a', 'e', 'done')`,
      `insert into audit.seal (position, entry_id, hash, sealed_at) values (10, 100, sha256('guessed'), now())`,
    )
    expect(await misfit()).toContain('entry 100 at position 10')
  })

  test('two entries that have changed places', async () => {
    await asOwner(
      `update audit.entry set id = -1 where id = 4`,
      `update audit.entry set id = 4 where id = 6`,
      `update audit.entry set id = 6 where id = -1`,
    )
    expect(await misfit()).toBe('swapped: entry 4 at position 4 has changed places with entry 6.')
  })

  test('two seals whose entries have changed places', async () => {
    await asOwner(
      `update audit.seal set entry_id = -1 where position = 4`,
      `update audit.seal set entry_id = 4 where position = 6`,
      `update audit.seal set entry_id = 6 where position = 4`,
    )
    expect(await misfit()).toBe('swapped: entry 6 at position 4 has changed places with entry 4.')
  })

  test('two seals that have changed places', async () => {
    await asOwner(
      `update audit.seal set position = -1 where position = 4`,
      `update audit.seal set position = 4 where position = 6`,
      `update audit.seal set position = 6 where position = -1`,
    )
    expect(await misfit()).toContain('swapped: entry 6 at position 4')
  })

  test('a cut tail', async () => {
    await asOwner(`delete from audit.entry where id > 7`, `delete from audit.seal where position > 7`)
    expect(await misfit()).toMatch(/^cut: 9 entries had been sealed by .*, and 7 are there. Position 8 is the first/)
  })

  test('a chain computed anew over other entries', async () => {
    await asOwner(`update audit.entry set reason = 'another' where id = 5`, `truncate audit.seal, audit.fence`)
    const kept = await readFile(path)
    await rm(path)
    await sealUntil(9)
    await writeFile(path, kept)
    expect(await misfit()).toContain('sealed anew: position 9 has another hash')
  })
})

describe('checking a batch', () => {
  beforeEach(startAnew)

  test('reads its seals, and not all there are', async () => {
    await sql`
      insert into audit.entry (request_id, actor, event, outcome)
      select 'request', 'someone', 'threat.viewed', 'done' from generate_series(1, 10000)`.execute(database.owner)
    await sealUntil(10_000)
    await sql`analyze audit.seal, audit.entry`.execute(database.owner)
    const read = await database.owner.transaction().execute(async tx => {
      expect(await firstBrokenSeal(tx, 5_001, 5_500)).toBeUndefined()
      const { rows } = await sql<{ read: number }>`
        select (seq_tup_read + idx_tup_fetch)::bigint as read
        from pg_stat_xact_user_tables where relid = 'audit.seal'::regclass`.execute(tx)
      return rows[0]?.read
    })
    expect(read).toBeGreaterThanOrEqual(500)
    expect(read).toBeLessThan(4 * 500)
  })
})

describe('fourfold audit verify', () => {
  beforeEach(async () => {
    await startAnew()
    await write()
    await write()
  })

  async function run(...words: readonly string[]) {
    const [out, said]: [string[], string[]] = [[], []]
    const exit = await verifyCommand.run(
      {
        database: database.app,
        house: collect([]),
        present: () => new Date('2026-11-22T12:00:00Z'),
        out: new Writable({
          write: (chunk, _encoding, written) => {
            out.push(String(chunk))
            written()
          },
        }),
        say: line => said.push(line),
        progress: () => undefined,
        settings: { FOURFOLD_AUDIT_HEAD: path },
      },
      words,
    )
    return { exit, out: out.join(''), said: said.join('\n') }
  }

  test('gives 0 and the count when all is whole, and how many are not sealed yet', async () => {
    expect(await run()).toEqual({ exit: 0, out: '0 entries sealed and whole, 2 not yet sealed\n', said: '' })
    await sealUntil(2)
    await write()
    expect(await run()).toEqual({ exit: 0, out: '2 entries sealed and whole, 1 not yet sealed\n', said: '' })
  })

  test('gives 1 and names the first that does not fit', async () => {
    await sealUntil(2)
    await sql`delete from audit.entry where id = 2`.execute(database.owner)
    expect(await run()).toEqual({
      exit: 1,
      out: '2 entries sealed, not whole\n',
      said: 'deleted: entry 2, sealed at position 2, is gone.',
    })
  })

  test('gives 1 without the file outside the database, unless told to do without', async () => {
    await sealUntil(2)
    await rm(path)
    const { exit, said } = await run()
    expect([exit, said]).toEqual([1, expect.stringContaining('is missing, so a cut tail would not show')])
    expect((await run('--without-head')).exit).toBe(0)
    await writeFile(path, 'spoilt')
    expect(await run()).toMatchObject({ exit: 1, said: expect.stringContaining("can't be read") })
  })

  test('gives 2 for a word it does not know', async () => {
    expect(await run('--head')).toMatchObject({ exit: 2, said: expect.stringContaining('--head') })
  })
})
