import type { SessionStore } from '@fastify/session'
import type { Session } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '#test/database'
import { systemPersonId } from '../person-store.ts'
import { countSessions, endSessionsOf, removeExpiredSessions, sessionStore } from './session-store.ts'

let database: TestDatabase
let store: SessionStore
let personId: number

beforeAll(async () => {
  database = await testDatabase()
  store = sessionStore(database.app)
  personId = await database.app.transaction().execute(systemPersonId)
})
afterAll(() => database.close())

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)

function sessionWith(content: Partial<Session>, expires = inMinutes(120)): Session {
  return { cookie: { originalMaxAge: 7_200_000, expires }, ...content }
}

const set = (id: string, session: Session) =>
  new Promise<void>((done, fail) => store.set(id, session, fault => (fault ? fail(fault as Error) : done())))
type Read = Session & { readonly keptUntil?: Date }
const read = (id: string) =>
  new Promise<Read | null | undefined>((done, fail) =>
    store.get(id, (fault, session) => (fault ? fail(fault as Error) : done(session))),
  )
/** What it holds, without what it carries along to be kept by. */
const get = async (id: string) => {
  const session = await read(id)
  if (session === null || session === undefined) return session
  const { keptUntil, ...content } = session
  expect(keptUntil).toBeInstanceOf(Date)
  return content
}
const destroy = (id: string) =>
  new Promise<void>((done, fail) => store.destroy(id, fault => (fault ? fail(fault as Error) : done())))

describe('a session', () => {
  it('is given back as it was kept, without its cookie, also with a NUL in it', async () => {
    const content = { personId, csrfToken: 'token', memory: { reason: 'a\0b' } }
    await set('kept', sessionWith(content))
    expect(await get('kept')).toEqual(content)
  })

  it('is kept under a hash of its id', async () => {
    await set('secret-id', sessionWith({ personId }))
    const { rows } = await sql<{ row: string }>`select s::text as row from organisations.session s`.execute(
      database.owner,
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.map(({ row }) => row).join()).not.toContain('secret-id')
  })

  it('is written over when it changes', async () => {
    await set('changing', sessionWith({ csrfToken: 'one' }))
    await set('changing', sessionWith({ csrfToken: 'one', personId }))
    expect(await get('changing')).toEqual({ csrfToken: 'one', personId })
  })

  it('keeps what another request changed meanwhile, when this one changed nothing', async () => {
    const before = { csrfToken: 'one', memory: {} }
    await set('shared', sessionWith(before))
    await set('shared', sessionWith({ ...before, memory: { asAt: '2023-01-04' } }))
    const slow = sessionWith(before, inMinutes(130))
    await set('shared', Object.assign(slow, { isModified: () => false }))
    expect(await get('shared')).toEqual({ ...before, memory: { asAt: '2023-01-04' } })
  })

  it('asks the database nothing where it stays as it was read', async () => {
    await set('read', sessionWith({ csrfToken: 'read' }))
    const session = await read('read')
    await sql`delete from organisations.session where content like '%"read"%'`.execute(database.owner)
    const unchanged = { ...sessionWith({ ...session }, inMinutes(120.5)), isModified: () => false }
    await set('read', unchanged)
    expect(await read('read')).toBeNull()
    await set('read', { ...unchanged, ...sessionWith({ ...session }, inMinutes(122)) })
    expect(await get('read')).toEqual({ csrfToken: 'read' })
  })

  it('is neither written nor locked for nothing, and is written when it lasts a minute longer', async () => {
    const versionOf = async () => {
      const result = await sql<{ xmin: string; xmax: string; at: Date }>`
        select xmin::text, xmax::text, expires_at as at from organisations.session where content like '%steady%'`.execute(
        database.owner,
      )
      return result.rows[0]!
    }
    const first = inMinutes(60)
    await set('steady', sessionWith({ csrfToken: 'steady' }, first))
    const before = await versionOf()
    await set('steady', sessionWith({ csrfToken: 'steady' }, new Date(first.getTime() + 30_000)))
    expect(await versionOf()).toEqual(before)
    await set('steady', sessionWith({ csrfToken: 'steady' }, new Date(first.getTime() + 90_000)))
    expect((await versionOf()).at.getTime()).toBe(first.getTime() + 90_000)
  })

  it('that never was, ran out or was ended does not come back', async () => {
    await set('old', sessionWith({ personId }, inMinutes(-1)))
    await set('ended', sessionWith({ personId }))
    await destroy('ended')
    expect([await get('unknown'), await get('old'), await get('ended')]).toEqual([null, null, null])
  })

  it('that was ended is not saved back to life by a request under way', async () => {
    await set('late', sessionWith({ personId }))
    await destroy('late')
    await set('late', sessionWith({ personId, csrfToken: 'later' }))
    expect(await get('late')).toBeNull()
  })
})

describe('the sessions of a person', () => {
  it('are counted, and end together; those of others stay', async () => {
    await sql`delete from organisations.session`.execute(database.owner)
    await set('first', sessionWith({ personId }))
    await set('second', sessionWith({ personId }))
    await set('nobody', sessionWith({ csrfToken: 'anonymous' }))
    await database.app.transaction().execute(async tx => {
      expect(await countSessions(tx, personId, new Date())).toBe(2)
      await endSessionsOf(tx, personId, new Date())
      expect(await countSessions(tx, personId, new Date())).toBe(0)
    })
    await set('first', sessionWith({ personId, csrfToken: 'still saving' }))
    expect([await get('first'), await get('second')]).toEqual([null, null])
    expect(await get('nobody')).toEqual({ csrfToken: 'anonymous' })
  })

  it('are removed once they have run out', async () => {
    await set('gone', sessionWith({ personId }, inMinutes(-5)))
    await set('here', sessionWith({ personId }))
    await database.app.transaction().execute(tx => removeExpiredSessions(tx, new Date()))
    const { rows } = await sql`select 1 from organisations.session where expires_at <= now()`.execute(database.owner)
    expect(rows).toEqual([])
    expect(await get('here')).toEqual({ personId })
  })
})
