import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stateBearer, statePerson } from '#modules/organisations'
import { isStatedOtherwise } from '#platform/database'
import { testServer, type TestServer, type Visitor } from '../server.ts'

const analyst = 'analyst@cheshire.example'

let site: TestServer
let reader: Visitor

beforeAll(async () => {
  site = await testServer()
})
afterAll(() => site.close())

const changePerson = (change: ReturnType<typeof sql>) =>
  sql`update organisations.person set ${change} where email = ${analyst}`.execute(site.database.owner)

/** What each answered visit left in the audit, of the person. */
const entries = async () => {
  const { rows } = await sql<{ event: string; outcome: string }>`
    select event, outcome from audit.entry where actor = ${analyst} and event <> 'person.signed-in' order by id`.execute(
    site.database.owner,
  )
  return rows
}

describe('whoever is expected to ask as before', () => {
  beforeEach(async () => {
    await changePerson(sql`parts = '{analyst}', disabled_at = null, name = 'An analyst'`)
    reader = await site.signIn(analyst)
    // The first visit is waited for; from the second on it is expected.
    await reader.get('/threats')
    await reader.get('/threats')
  })

  it('is asked to sign in from the moment that they are disabled', async () => {
    await changePerson(sql`disabled_at = now()`)
    const answer = await reader.get('/threats')
    expect([answer.status, answer.headers['location']]).toEqual([303, expect.stringContaining('/sign-in')])
  })

  it('may do what their part includes, and no more, from the moment that it is another', async () => {
    const token = await site.tokenOf(analyst)
    const program = site.program(token)
    const record = () =>
      program.send('POST', '/api/v1/threats', {
        name: 'Brook Lane',
        threatType: 'Organised crime group',
        crimeCategory: 'Drugs',
      })
    for (let visit = 0; visit < 3; visit += 1) expect((await record()).status).toBe(201)
    await changePerson(sql`parts = '{oversight}'`)
    expect((await record()).status).toBe(403)
    expect((await reader.get('/threats')).status).toBe(403)
    await changePerson(sql`parts = '{analyst}'`)
    expect((await record()).status).toBe(201)
    expect((await reader.get('/threats')).status).toBe(200)
  })

  it('is let in with a token until it is revoked', async () => {
    const program = site.program(await site.tokenOf(analyst))
    for (let visit = 0; visit < 3; visit += 1) expect((await program.get('/api/v1/threats')).status).toBe(200)
    await sql`update organisations.token set revoked_at = now()`.execute(site.database.owner)
    expect((await program.get('/api/v1/threats')).status).toBe(401)
  })

  it('is answered once, with one entry, where the request was run again', async () => {
    const before = await entries()
    await changePerson(sql`name = 'Another name'`)
    const answer = await reader.get('/threats')
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('Another name')
    expect((await entries()).slice(before.length)).toEqual([{ event: 'threats.listed', outcome: 'done' }])
    expect(site.faults).toEqual([])
  })

  it('is shown what was done on the page that was run again', async () => {
    await site.tokenOf(analyst)
    const { rows } = await sql<{ id: string }>`
      select id from organisations.token order by created_at desc limit 1`.execute(site.database.owner)
    const place = await reader.post(`/account/tokens/${rows[0]?.id}/revoke`)
    expect(place.status).toBe(303)
    await changePerson(sql`name = 'A third name'`)
    const shown = await reader.get(String(place.headers['location']))
    expect(shown.text).toContain('A third name')
    expect(shown.text).toContain('Token revoked')
  })
})

describe('the database', () => {
  const act = <Result>(work: Parameters<ReturnType<TestServer['database']['app']['transaction']>['execute']>[0]) =>
    site.database.app.transaction().execute(work) as Promise<Result>

  it('answers nothing where another was expected than is stated', async () => {
    const token = await site.tokenOf(analyst)
    const { rows } = await sql<{ id: number }>`select id from organisations.person where email = ${analyst}`.execute(
      site.database.owner,
    )
    const personId = rows[0]?.id ?? 0
    const present = new Date()
    const stated = await act<Awaited<ReturnType<typeof statePerson>>>(tx => statePerson(tx, personId))
    if (stated === undefined) throw new Error('Nobody is stated.')
    const asked = (said: string, state: 'person' | 'bearer') =>
      act(async tx => {
        const expected = { ...stated, said }
        await (state === 'person' ? statePerson(tx, personId, expected) : stateBearer(tx, token, present, expected))
        return (await sql<{ one: number }>`select ${1}::integer as one`.execute(tx)).rows
      })
    for (const state of ['person', 'bearer'] as const) {
      expect(await asked(stated.said, state)).toEqual([{ one: 1 }])
      const fault = await asked(stated.said.replace('write', 'read'), state).catch((thrown: unknown) => thrown)
      expect(isStatedOtherwise(fault)).toBe(true)
    }
    const streamed = act(async tx => {
      await statePerson(tx, personId, { ...stated, said: 'read {}' })
      const query = sql`select 1 as one`.compile(tx)
      const read: unknown[] = []
      for await (const result of tx.getExecutor().stream(query, 1)) read.push(...result.rows)
      return read
    })
    expect(isStatedOtherwise(await streamed.catch((thrown: unknown) => thrown))).toBe(true)
    const revoked = await sql`update organisations.token set revoked_at = now()`.execute(site.database.owner)
    expect(revoked.numAffectedRows).toBeGreaterThan(0n)
    expect(isStatedOtherwise(await asked(stated.said, 'bearer').catch((thrown: unknown) => thrown))).toBe(true)
  })
})
