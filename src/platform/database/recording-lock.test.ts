import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { holdRecordingLock, settledInstant } from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

describe('an instant of which all is settled', () => {
  it('is waited for until the writers of the moment have ended, and keeps no other writer from beginning', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<undefined>()
    const { promise: begun, resolve: hasBegun } = Promise.withResolvers<Date>()
    const writing = database.app.transaction().execute(async tx => {
      hasBegun(await holdRecordingLock(tx))
      await mayEnd
    })
    const writersInstant = await begun
    const order: string[] = []
    const settling = database.app.transaction().execute(async tx => {
      const instant = await settledInstant(tx)
      order.push('settled')
      return instant
    })
    await someoneSettles()
    await database.app.transaction().execute(holdRecordingLock)
    order.push('another wrote')
    end(undefined)
    await writing
    expect(order).toEqual(['another wrote'])
    expect((await settling).getTime()).toBeGreaterThanOrEqual(writersInstant.getTime())
    expect(order).toEqual(['another wrote', 'settled'])
  })

  /** Until someone asks for the lock of all. */
  async function someoneSettles(): Promise<void> {
    for (let looks = 0; looks < 500; looks += 1) {
      const { rows } = await sql`select from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
          and (query like '%advisory_lock(%' or query like '%pg_sleep(%')`.execute(database.app)
      if (rows.length > 0) return
      await sql`select pg_sleep(0.01)`.execute(database.app)
    }
  }
})
