import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { appUrlFor, type Database, migrate, openDatabase } from '#platform/database'
import { emptyDatabase, type TestDatabase, testDatabase } from '#test/database'
import { migrateUpTo } from '#test/migrate-up-to'
import { entriesOf, mergeShown, prepareMonths } from './audit-store.ts'
import { readHead } from './head-file.ts'
import { sealAudit } from './seal-audit.ts'
import { verifyAudit } from './verify-audit.ts'
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

/** Writes an entry as of so many months from now, as only the tables' owner can. */
const writeIn = (owner: Database, months: number, shown = 'threats:A') =>
  sql`
    insert into audit.entry (occurred_at, request_id, actor, event, outcome, shown, details)
    values (date_trunc('month', now()) + ${months} * interval '1 month' + interval '10 days', 'request', 'someone',
      'threat.viewed', 'done', array[${shown}], '{"é": [1.50, null]}')`.execute(owner)

const write = (app: Database) =>
  app
    .transaction()
    .execute(tx =>
      writeAudit(tx, { requestId: 'request', actor: undefined, event: 'threat.viewed', outcome: 'done', shown: [] }),
    )

/** Other test files hold transactions on the same server, before which nothing may be sealed. */
async function sealAll(app: Database, count: number): Promise<void> {
  for (let turn = 0; turn < 2_000; turn++) {
    await sealAudit(app, path)
    const head = await readHead(path)
    if (head.kind === 'known' && head.head.count === count) return
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

const verified = async (app: Database) => verifyAudit(app, await readHead(path), { batch: 2 })

async function digests(owner: Database) {
  const { rows } = await sql`
    select e.id, encode(sha256(audit.canonical(e)), 'hex') as digest from audit.entry e order by e.id`.execute(owner)
  return rows
}

/** The tables that hold the audit, each with the number of its entries. */
async function parts(owner: Database): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ part: string; entries: number }>`
    select i.inhrelid::regclass::text as part,
      (select count(*) from audit.entry e where e.tableoid = i.inhrelid) as entries
    from pg_inherits i where i.inhparent = 'audit.entry'::regclass`.execute(owner)
  return Object.fromEntries(rows.map(({ part, entries }) => [part, entries]))
}

const nameOf = async (months: number) => {
  const { rows } = await sql<{ name: string }>`
    select to_char((now() at time zone 'UTC') + ${months} * interval '1 month', '"audit.entry_"YYYY_MM') as name`.execute(
    database.owner,
  )
  return rows[0]?.name ?? ''
}

const makeMonth = (owner: Database, months: number) =>
  sql`select audit.make_month((date_trunc('month', now()) + ${months} * interval '1 month')::date)`.execute(owner)

describe('a database from before the audit was kept by month', () => {
  let before: Awaited<ReturnType<typeof emptyDatabase>>
  let owner: Database
  let app: Database

  beforeEach(async () => {
    before = await emptyDatabase()
    await migrateUpTo(before.ownerUrl, '0031')
    owner = openDatabase({ url: before.ownerUrl, connections: 2 })
    app = openDatabase({ url: appUrlFor(before.ownerUrl), connections: 3 })
    await rm(path, { force: true })
  })
  afterEach(async () => {
    await Promise.all([owner.destroy(), app.destroy()])
    await before.close()
  })

  test('keeps its entries, which fit their seals, and goes on from there', async () => {
    for (const months of [-30, -13, -1, 0]) await writeIn(owner, months)
    await write(app)
    await sealAll(app, 5)
    await write(app)
    const old = await digests(owner)
    await migrate({ ownerUrl: before.ownerUrl })
    expect(await digests(owner)).toEqual(old)
    expect(await verified(app)).toEqual({ count: 5, unsealed: 1, misfit: undefined })
    await write(app)
    await sealAll(app, 7)
    expect(await verified(app)).toEqual({ count: 7, unsealed: 0, misfit: undefined })
    const held = Object.values(await parts(owner))
    expect(held).toHaveLength(4)
    expect(held.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 7])
  })

  test('is taken over though a clock had been wrong', async () => {
    for (const months of [-1, 1, 7]) await writeIn(owner, months)
    await write(app)
    await sealAll(app, 4)
    await migrate({ ownerUrl: before.ownerUrl })
    expect(await verified(app)).toEqual({ count: 4, unsealed: 0, misfit: undefined })
    expect(await parts(owner)).toMatchObject({ [await nameOf(0)]: 2, [await nameOf(1)]: 1, 'audit.entry_default': 1 })
  })
})

describe('entries of several months', () => {
  beforeEach(startAnew)

  test('are sealed in the order of their numbers, and verified', async () => {
    for (const months of [1, 0, 2, -5, 40, 1, 0]) await writeIn(database.owner, months)
    await sealAll(database.app, 7)
    expect(await verified(database.app)).toEqual({ count: 7, unsealed: 0, misfit: undefined })
    const { rows } = await sql`select entry_id from audit.seal order by position`.execute(database.owner)
    expect(rows.map(row => (row as { entry_id: number }).entry_id)).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  test('are told of a record the latest first, in pages, whichever month they are in', async () => {
    const months = [-60, -20, -3, -3, -2, -1, 0, 0, 1]
    for (const month of months) await writeIn(database.owner, month)
    await writeIn(database.owner, 0, 'threats:B')
    const pages = await database.app.transaction().execute(async tx => {
      const all: number[][] = []
      let beforeId: number | undefined
      do {
        const page = await entriesOf(tx, { register: 'threats', reference: 'A', limit: 2, beforeId })
        beforeId = page.at(-1)?.id
        if (page.length > 0) all.push(page.map(entry => entry.id))
      } while (beforeId !== undefined)
      return all
    })
    expect(pages).toEqual([[9, 8], [7, 6], [5, 4], [3, 2], [1]])
  })

  test('are told as far as a past day', async () => {
    for (const month of [-60, -3, 0]) await writeIn(database.owner, month)
    const until = new Date(Date.now() - 45 * 86_400_000)
    const told = await database.app
      .transaction()
      .execute(tx => entriesOf(tx, { register: 'threats', reference: 'A', limit: 9, until }))
    expect(told.map(entry => entry.id)).toEqual([2, 1])
  })

  test('wait to be merged into the index of their month, and are found before and after', async () => {
    const found = () =>
      database.app.transaction().execute(tx => entriesOf(tx, { register: 'threats', reference: 'A', limit: 9 }))
    const merged = () => database.app.transaction().execute(mergeShown)
    await merged()
    for (const month of [-3, 0, 1]) await writeIn(database.owner, month)
    const before = await found()
    expect(before).toHaveLength(3)
    expect([await merged(), await merged()]).toEqual([2, 0])
    expect(await found()).toEqual(before)
  })

  test('may wait in every month, also in one that is made later', async () => {
    await makeMonth(database.owner, 20)
    const { rows } = await sql<{ options: readonly string[] }>`
      select coalesce(c.reloptions, '{}') as options from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'audit.entry_record'::regclass`.execute(database.owner)
    expect(rows.length).toBeGreaterThanOrEqual(5)
    expect(rows.map(({ options }) => options)).toEqual(rows.map(() => ['gin_pending_list_limit=65536']))
  })

  test('with the same number are found', async () => {
    for (const months of [0, 0, 0]) await writeIn(database.owner, months)
    await sealAll(database.app, 3)
    await sql`
      insert into audit.entry (id, occurred_at, request_id, actor, event, outcome)
      select id, occurred_at + interval '1 month', request_id, actor, event, outcome from audit.entry where id = 2`.execute(
      database.owner,
    )
    expect((await verified(database.app)).misfit).toBe('inserted: entry 2, sealed once at position 2, is there twice.')
  })
})

describe('an entry of a month that was not made', () => {
  beforeEach(startAnew)

  test('is written all the same, is moved when its month is made, and still fits its seal', async () => {
    await write(database.app)
    for (const months of [14, 15]) await writeIn(database.owner, months)
    await sealAll(database.app, 3)
    const before = await digests(database.owner)
    expect(await parts(database.owner)).toMatchObject({ 'audit.entry_default': 2 })
    await makeMonth(database.owner, 14)
    expect(await parts(database.owner)).toMatchObject({ 'audit.entry_default': 1, [await nameOf(14)]: 1 })
    expect(await digests(database.owner)).toEqual(before)
    expect(await verified(database.app)).toEqual({ count: 3, unsealed: 0, misfit: undefined })
  })
})

describe('preparing months', () => {
  beforeEach(startAnew)

  const prepare = () => database.app.transaction().execute(prepareMonths)
  const coming = async () => {
    const all = await parts(database.owner)
    return [1, 2].map(async months => (await nameOf(months)) in all)
  }
  const made = async () => Promise.all(await coming())

  async function dropComing(): Promise<void> {
    for (const months of [1, 2]) await sql.raw(`drop table if exists ${await nameOf(months)}`).execute(database.owner)
  }

  test('makes those that are missing, once, however many servers begin at the same time', async () => {
    await dropComing()
    await writeIn(database.owner, 1)
    await Promise.all([prepare(), prepare(), prepare(), prepare()])
    expect(await made()).toEqual([true, true])
    expect(await parts(database.owner)).toMatchObject({ [await nameOf(1)]: 1, 'audit.entry_default': 0 })
    expect(await prepare()).toBe(0)
  })

  test('makes none twice, whenever another server has just made it', async () => {
    for (let again = 0; again < 40; again += 1) {
      await dropComing()
      const servers = Array.from({ length: 8 }, async (_, place) => {
        await pause(place * 2)
        await prepare()
      })
      await Promise.all(servers)
      expect(await made()).toEqual([true, true])
    }
  })

  test('goes on beside those who write and read', async () => {
    await dropComing()
    await database.app.transaction().execute(async tx => {
      await writeAudit(tx, { requestId: 'r', actor: undefined, event: 'threat.viewed', outcome: 'done' })
      expect(await prepare()).toBe(0)
    })
    expect(await made()).toEqual([true, true])
  })

  test('leaves all as it was when a lock is not to be had, and holds up nobody who writes', async () => {
    await dropComing()
    await database.owner.transaction().execute(async tx => {
      await sql`select from audit.entry`.execute(tx)
      const preparing = prepare()
      await write(database.app)
      expect(await preparing).toBe(2)
    })
    expect(await made()).toEqual([false, false])
    expect(await prepare()).toBe(0)
    expect(await made()).toEqual([true, true])
  })
})

describe('the program', () => {
  test('can do nothing to a part of the audit, nor make one', async () => {
    await write(database.app)
    for (const part of Object.keys(await parts(database.owner))) {
      for (const statement of [
        `select from ${part}`,
        `insert into ${part} (request_id, actor, event, outcome) values ('r', 'a', 'e', 'done')`,
        `update ${part} set reason = 'another'`,
        `delete from ${part}`,
        `truncate ${part}`,
      ]) {
        await expect(sql.raw(statement).execute(database.app)).rejects.toThrow(/permission denied/)
      }
      for (const statement of [`alter table audit.entry detach partition ${part}`, `drop table ${part}`]) {
        await expect(sql.raw(statement).execute(database.app)).rejects.toThrow(/must be owner/)
      }
    }
    await expect(makeMonth(database.app, 30)).rejects.toThrow(/permission denied/)
  })
})

async function startAnew(): Promise<void> {
  await sql`truncate audit.entry, audit.seal, audit.fence`.execute(database.owner)
  await sql`alter sequence audit.entry_id restart`.execute(database.owner)
  await database.app.transaction().execute(prepareMonths)
  await rm(path, { force: true })
}
