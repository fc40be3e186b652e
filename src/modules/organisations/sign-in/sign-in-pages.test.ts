import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testServer, type TestServer } from '#test/server'
import { linkPath, makeLink } from './sign-in-link-store.ts'
import { personIdByEmail, setDisabledAt, systemPersonId } from '../person-store.ts'

const email = 'analyst@cheshire.example'
const samplePassword = 'fourfold-sample'
const good = 'kettle violin harbour'

let site: TestServer

beforeAll(async () => {
  site = await testServer()
})
afterAll(() => site.close())

async function auditOf(event: string) {
  const { rows } = await sql<{ actor: string; outcome: string; details: Record<string, unknown> }>`
    select actor, outcome, details from audit.entry where event = ${event} order by id`.execute(site.database.owner)
  return rows
}

async function personIdOf(of: string): Promise<number> {
  return (await site.database.app.transaction().execute(tx => personIdByEmail(tx, of)))!
}

describe('the sign-in page', () => {
  it('lets in, and names who came in to the audit', async () => {
    const visitor = site.visitor()
    const answer = await visitor.post('/sign-in', { email, password: samplePassword, return: '/account?x=1' })
    expect([answer.status, answer.headers['location']]).toEqual([303, '/account?x=1'])
    expect((await visitor.get('/account')).text).toContain('Cheshire Constabulary')
    expect((await auditOf('person.signed-in')).at(-1)).toMatchObject({ actor: email, outcome: 'done' })
  })

  it('begins a session of another id', async () => {
    const visitor = site.visitor()
    const before = await visitor.get('/sign-in')
    const after = await visitor.post('/sign-in', { email, password: samplePassword })
    expect(before.headers['set-cookie']).toBeDefined()
    expect(String(after.headers['set-cookie']).split('.')[0]).not.toBe(
      String(before.headers['set-cookie']).split('.')[0],
    )
  })

  it.each(['https://elsewhere.example/', '//elsewhere.example', String.raw`/\elsewhere.example`])(
    'never goes on to %s',
    async address => {
      const answer = await site.visitor().post('/sign-in', { email, password: samplePassword, return: address })
      expect([answer.status, answer.headers['location']]).toEqual([303, '/'])
    },
  )

  it('says the same of a wrong password and an unknown email, and the audit never holds what was typed', async () => {
    const same = (text: string) => text.replaceAll(/value="[^"]*"/g, '')
    const wrong = await site.visitor().post('/sign-in', { email: 'lro@merseyside.example', password: 'not it' })
    const unknown = await site.visitor().post('/sign-in', { email: 'hunter2@typed.example', password: 'not it' })
    expect([wrong.status, unknown.status]).toEqual([400, 400])
    expect(wrong.text).toContain('Email address or password is not right')
    expect(same(wrong.text)).toBe(same(unknown.text))
    const refused = (await auditOf('person.signed-in')).slice(-2)
    expect(refused).toEqual([
      {
        actor: 'nobody signed in',
        outcome: 'refused',
        details: { personId: await personIdOf('lro@merseyside.example') },
      },
      { actor: 'nobody signed in', outcome: 'refused', details: {} },
    ])
  })

  it('asks for what is missing, and keeps the email but never the password', async () => {
    const visitor = site.visitor()
    const none = await visitor.post('/sign-in', { email: '', password: '' })
    expect(none.text).toContain('Enter your email address')
    expect(none.text).toContain('Enter your password')
    expect(none.text).toContain('<title>Error: Sign in')
    const wrong = await visitor.post('/sign-in', { email: 'kept@typed.example', password: 'secret-typed' })
    expect(wrong.text).toContain('value="kept@typed.example"')
    expect(wrong.text).not.toContain('secret-typed')
  })

  it('tells to wait after five failures, for the right password as well', async () => {
    const tries = { email: 'lro@cheshire.example', password: 'wrong' }
    for (let time = 0; time < 5; time += 1) await site.visitor().post('/sign-in', tries)
    const answer = await site.visitor().post('/sign-in', { ...tries, password: samplePassword })
    expect(answer.status).toBe(429)
    expect(answer.text).toContain('Wait 15 minutes, then try again')
  })

  it('takes no form without its token, and signs nobody in by it', async () => {
    const answer = await site.server.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ email, password: samplePassword }).toString(),
    })
    expect(answer.statusCode).toBe(403)
    const [cookie] = answer.cookies
    const next = await site.server.inject({
      url: '/account',
      headers: { host: 'localhost', cookie: cookie ? `${cookie.name}=${encodeURIComponent(cookie.value)}` : '' },
    })
    expect(next.statusCode).toBe(303)
  })
})

describe('signing out', () => {
  it('ends the visit', async () => {
    const visitor = await site.signIn(email)
    const answer = await visitor.post('/sign-out')
    expect([answer.status, answer.headers['location']]).toEqual([303, '/sign-in'])
    expect((await visitor.get('/account')).headers['location']).toBe('/sign-in?return=%2Faccount')
  })

  it('everywhere ends every visit of the person, and of no other', async () => {
    const [here, there, other] = [
      await site.signIn(email),
      await site.signIn(email),
      await site.signIn('rocta@nwrocu.example'),
    ]
    const answer = await here.post('/account/sign-out-everywhere')
    expect(answer.status).toBe(303)
    const statuses = await Promise.all(
      [here, there, other].map(async visitor => (await visitor.get('/account')).status),
    )
    expect(statuses).toEqual([303, 303, 200])
  })

  it('happens to a disabled person at their next request, which says no more than that', async () => {
    const visitor = await site.signIn('tasking@nca.example')
    const personId = await personIdOf('tasking@nca.example')
    await site.database.app.transaction().execute(tx => setDisabledAt(tx, personId, new Date()))
    const next = await visitor.get('/account')
    expect([next.status, next.headers['location'], next.text]).toEqual([303, '/sign-in?return=%2Faccount', ''])
    expect((await visitor.get('/sign-in')).text).not.toContain('disabled')
  })
})

describe('a one-time link', () => {
  const partner = 'housing@council.example'
  const makeFor = async (of: string) => {
    const personId = await personIdOf(of)
    const token = await site.database.app
      .transaction()
      .execute(async tx => makeLink(tx, { personId, madeBy: await systemPersonId(tx), present: new Date() }))
    return `/sign-in-link/${token}`
  }

  it('lets its person choose a password and signs them in, once', async () => {
    const path = await makeFor(partner)
    const before = await site.signIn(partner)
    const visitor = site.visitor()
    expect((await visitor.get(path)).text).toContain(partner)
    const answer = await visitor.post(path, { password: good })
    expect([answer.status, answer.headers['location']]).toEqual([303, '/'])
    expect((await visitor.get('/account')).text).toContain('Halton Borough Council')
    expect((await before.get('/account')).status, 'a visit begun with the old password').toBe(303)
    expect((await auditOf('password.chosen')).at(-1)).toMatchObject({ actor: partner, outcome: 'done' })
    const again = await site.visitor().post(path, { password: 'another violin kettle' })
    expect(again.status).toBe(404)
    expect(again.text).toContain('This link can’t be used')
    expect((await site.visitor().post('/sign-in', { email: partner, password: good })).status).toBe(303)
    expect((await site.visitor().post('/sign-in', { email: partner, password: samplePassword })).status).toBe(400)
  })

  it('works for the person who is signed in as well', async () => {
    const visitor = await site.signIn('inspector@hmicfrs.example')
    const answer = await visitor.post(await makeFor('inspector@hmicfrs.example'), { password: good })
    expect(answer.status).toBe(303)
    expect((await visitor.get('/account')).status).toBe(200)
  })

  it('refuses a weak password and stays good', async () => {
    const path = await makeFor('mayor@oversight.example')
    const visitor = site.visitor()
    const weak = await visitor.post(path, { password: 'fourfold-sample' })
    expect(weak.status).toBe(400)
    expect(weak.text).toContain('Password must not contain “fourfold”')
    expect((await visitor.post(path, { password: good })).status).toBe(303)
  })

  it('that never was answers as a used one does', async () => {
    const never = await site.visitor().get('/sign-in-link/made-up')
    const path = await makeFor(email)
    await makeFor(email)
    const replaced = await site.visitor().get(path)
    expect([never.status, replaced.status]).toEqual([404, 404])
    expect(replaced.text.replaceAll(/value="[^"]*"/g, '')).toBe(never.text.replaceAll(/value="[^"]*"/g, ''))
  })
})

describe('the account page', () => {
  it('changes the password, for the one who knows the old one', async () => {
    const visitor = await site.signIn('analyst@lancashire.example')
    const wrong = await visitor.post('/account/password', { current: 'not it', password: good })
    expect(wrong.text).toContain('This is not your current password')
    const weak = await visitor.post('/account/password', { current: samplePassword, password: 'short' })
    expect(weak.text).toContain('Password must have 12 characters or more')
    const changed = await visitor.post('/account/password', { current: samplePassword, password: good })
    expect([changed.status, changed.headers['location']]).toEqual([303, '/account'])
    expect((await visitor.get('/account')).status).toBe(200)
    expect(
      (await site.visitor().post('/sign-in', { email: 'analyst@lancashire.example', password: good })).status,
    ).toBe(303)
  })

  it('revokes one’s own tokens, and nobody else’s', async () => {
    const token = await site.tokenOf(email)
    const visitor = await site.signIn(email)
    const id = /\/account\/tokens\/([\w-]+)\/revoke/.exec((await visitor.get('/account/tokens')).text)?.[1]
    const other = await site.signIn('rocta@nwrocu.example')
    expect((await other.post(`/account/tokens/${id}/revoke`)).status).toBe(404)
    expect((await other.post('/account/tokens/nonsense/revoke')).status).toBe(404)
    expect((await site.program(token).get('/api/v1/threats')).status).not.toBe(401)
    expect((await visitor.post(`/account/tokens/${id}/revoke`)).status).toBe(303)
    expect((await site.program(token).get('/api/v1/threats')).status).toBe(401)
  })
})

describe('in production', () => {
  let production: TestServer

  beforeAll(async () => {
    production = await testServer({ production: true })
  })
  afterAll(() => production.close())

  it('lets the people of the sample in nowhere: not by password, link, token', async () => {
    const { app } = production.database
    const refused = await production.visitor().post('/sign-in', { email, password: samplePassword })
    expect(refused.text).toContain('Email address or password is not right')
    const path = await app.transaction().execute(async tx => {
      const [personId, madeBy] = [(await personIdByEmail(tx, email))!, await systemPersonId(tx)]
      return linkPath(await makeLink(tx, { personId, madeBy, present: new Date() }))
    })
    expect((await production.visitor().get(path)).status).toBe(404)
    const token = await production.tokenOf(email)
    expect((await production.program(token).get('/api/v1/threats')).status).toBe(401)
  })
})

describe('when the audit can’t be written', () => {
  afterAll(() => sql`grant insert on audit.entry to fourfold_app`.execute(site.database.owner))

  it('nobody is signed in', async () => {
    const visitor = site.visitor()
    await visitor.get('/sign-in')
    await sql`revoke insert on audit.entry from fourfold_app`.execute(site.database.owner)
    const answer = await visitor.post('/sign-in', { email, password: samplePassword })
    expect(answer.status).toBe(503)
    await sql`grant insert on audit.entry to fourfold_app`.execute(site.database.owner)
    expect((await visitor.get('/account')).status).toBe(303)
  })
})
