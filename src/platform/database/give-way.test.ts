import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '#test/database'
import { atWork } from './pool-use.ts'
import { givingWay } from './give-way.ts'
import { type Database, openDatabase, type Transaction } from './open-database.ts'

let made: TestDatabase
let database: Database
let at = 0
const clock = () => at

beforeEach(async () => {
  made = await testDatabase()
  database = openDatabase({ url: made.appUrl, connections: 4, name: 'fourfold test' })
})
afterEach(async () => {
  await database.destroy()
  await made.close()
})

/** So many others have a connection each, until they are told to give it back. */
async function others(count: number) {
  const held = Promise.withResolvers<void>()
  const before = atWork(database)
  const all = Array.from({ length: count }, () => database.connection().execute(() => held.promise))
  await expect.poll(() => atWork(database)).toBe(before + count)
  return async () => {
    held.resolve()
    await Promise.all(all)
  }
}

function working<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return database.transaction().execute(work)
}

/** Whether something has ended by the time that others have had their turn. */
async function endsSoon(work: Promise<void>): Promise<boolean> {
  const later = sql`select pg_sleep(0.3)`.execute(made.owner).then(() => false)
  return Promise.race([work.then(() => true), later])
}

test.each([0, 1])('goes on at once where %s others are at work', async count => {
  await working(async tx => {
    const giveWay = givingWay(tx, database, clock)
    at += 10_000
    const giveBack = await others(count)
    expect(await endsSoon(giveWay())).toBe(true)
    await giveBack()
  })
})

test('rests while two others are at work, and goes on when they are done', async () => {
  await working(async tx => {
    const giveWay = givingWay(tx, database, clock)
    at += 10_000
    const giveBack = await others(2)
    const rest = giveWay()
    expect(await endsSoon(rest)).toBe(false)
    await giveBack()
    await rest
  })
})

test('rests nineteen times as long as it has worked, and no longer, whoever is at work', async () => {
  await working(async tx => {
    const giveWay = givingWay(tx, database, clock)
    at += 1_000
    const giveBack = await others(2)
    const rest = giveWay()
    at += 18_999
    expect(await endsSoon(rest)).toBe(false)
    at += 1
    await rest

    at += 10
    const next = giveWay()
    expect(await endsSoon(next)).toBe(false)
    at += 190
    await next
    await giveBack()
  })
})

test('goes on where somebody waits for what it holds', async () => {
  const waiting = await working(async tx => {
    await sql`select pg_advisory_xact_lock(7)`.execute(tx)
    const giveWay = givingWay(tx, database, clock)
    at += 10_000
    const giveBack = await others(2)
    const rest = giveWay()
    expect(await endsSoon(rest)).toBe(false)
    const one = sql`select pg_advisory_xact_lock(7)`.execute(database)
    await rest
    await giveBack()
    return { one }
  })
  await waiting.one
})
