import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testServer, type TestServer, type Visitor } from '../../../test/server.ts'

const email = 'analyst@cheshire.example'
let site: TestServer

beforeAll(async () => {
  site = await testServer()
})
afterAll(() => site.close())

/** Opens the form of a new threat: the draft that is in it. */
async function openForm(person: Visitor): Promise<string> {
  const { text } = await person.get('/threats/new')
  return /name="_draft" value="([^"]+)"/.exec(text)?.[1] ?? ''
}

const endSessions = () =>
  sql`update organisations.session set ended_at = clock_timestamp()`.execute(site.database.owner)

async function fieldsOf(draft: string): Promise<unknown> {
  const { rows } = await sql<{ fields: unknown }>`select fields from platform.draft where id = ${draft}::uuid`.execute(
    site.database.owner,
  )
  return rows[0]?.fields
}

describe('a form that comes in after its session ended', () => {
  it('is kept, and waits for its person behind the sign-in', async () => {
    const person = await site.signIn(email)
    const draft = await openForm(person)
    await endSessions()
    const answered = await person.post('/threats/new', { _draft: draft, name: 'Typed “with” care' })
    expect([answered.status, answered.headers['location']]).toEqual([
      303,
      `/sign-in?return=${encodeURIComponent(`/threats/new?draft=${draft}`)}`,
    ])
    expect(await fieldsOf(draft)).toMatchObject({ name: 'Typed “with” care' })
    const again = await site.signIn(email)
    expect((await again.get(`/threats/new?draft=${draft}`)).text).toContain('Typed “with” care')
    const { rows } = await sql<{ actor: string; details: object }>`
      select actor, details from audit.entry where event = 'draft.kept'`.execute(site.database.owner)
    expect(rows).toEqual([{ actor: 'nobody signed in', details: { after: 'the session ended' } }])
  })

  it('leads straight on who has signed in again meanwhile', async () => {
    const before = await site.signIn(email)
    const draft = await openForm(before)
    const stale = await before.csrfToken()
    const after = await site.signIn(email)
    expect(await after.csrfToken()).not.toBe(stale)
    const answered = await after.post('/threats/new', { _csrf: stale, _draft: draft, name: 'Carried over' })
    expect([answered.status, answered.headers['location']]).toEqual([303, `/threats/new?draft=${draft}`])
  })

  it('is nobody else’s to read', async () => {
    const draft = await openForm(await site.signIn(email))
    await site.visitor().post('/threats/new', { _draft: draft, name: 'Private words' })
    const other = await site.signIn('lro@cheshire.example')
    expect((await other.get(`/threats/new?draft=${draft}`)).text).not.toContain('Private words')
  })

  it('is refused as before without an open draft, or when another site sent it', async () => {
    const person = await site.signIn(email)
    const draft = await openForm(person)
    await endSessions()
    for (const _draft of ['nonsense', '00000000-0000-4000-8000-000000000000'])
      expect((await person.post('/threats/new', { _csrf: 'stale', _draft, name: 'x' })).status).toBe(403)
    const forged = await site.server.inject({
      method: 'POST',
      url: '/threats/new',
      headers: {
        host: 'localhost',
        'sec-fetch-site': 'cross-site',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({ _draft: draft, name: 'Forged' }).toString(),
    })
    expect(forged.statusCode).toBe(403)
    expect(await fieldsOf(draft)).toEqual({})
  })
})

it('had no fault', () => {
  expect(site.faults).toEqual([])
})
