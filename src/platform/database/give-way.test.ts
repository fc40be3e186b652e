import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '#test/database'
import { waitingFor } from './awaited.ts'
import { givingWay } from './give-way.ts'
import { type Database, openDatabase } from './open-database.ts'

let made: TestDatabase
let database: Database
let at = 0
const clock = () => at

beforeEach(async () => {
  made = await testDatabase()
  database = openDatabase({ url: made.appUrl, connections: 1, name: 'fourfold test' })
})
afterEach(async () => {
  await database.destroy()
  await made.close()
})

/** Someone has the only connection, until they are told to give it back; another waits for it. */
async function twoWhoAsk() {
  const held = Promise.withResolvers<void>()
  const first = database.connection().execute(() => held.promise)
  const second = database.connection().execute(async one => (await sql`select 1`.execute(one)).rows)
  await expect.poll(() => waitingFor(database)).toBe(1)
  return { giveBack: held.resolve, both: Promise.all([first, second]) }
}

/** Whether something has ended by the time that others have had their turn. */
async function endsSoon(work: Promise<void>): Promise<boolean> {
  const later = sql`select pg_sleep(0.2)`.execute(made.owner).then(() => false)
  return Promise.race([work.then(() => true), later])
}

test('goes on at once where nobody waits', async () => {
  const giveWay = givingWay(database, 3, clock)
  at += 10_000
  expect(await endsSoon(giveWay())).toBe(true)
})

test('rests until nobody waits for a connection', async () => {
  const giveWay = givingWay(database, 3, clock)
  at += 10_000
  const asking = await twoWhoAsk()
  const rest = giveWay()
  expect(await endsSoon(rest)).toBe(false)
  asking.giveBack()
  await rest
  await asking.both
})

test('rests three times as long as it has worked, and no longer, whoever waits', async () => {
  const giveWay = givingWay(database, 3, clock)
  at += 1_000
  const asking = await twoWhoAsk()
  const rest = giveWay()
  at += 2_999
  expect(await endsSoon(rest)).toBe(false)
  at += 1
  await rest

  at += 10
  const next = giveWay()
  expect(await endsSoon(next)).toBe(false)
  at += 30
  await next
  asking.giveBack()
  await asking.both
})
