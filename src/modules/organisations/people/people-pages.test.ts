import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testServer, type TestServer, type Visitor } from '#test/server'
import { personIdByEmail } from '../person-store.ts'

let site: TestServer
let admin: Visitor

beforeAll(async () => {
  site = await testServer()
  admin = await site.signIn('admin@fourfold.example')
})
afterAll(() => site.close())

async function personIdOf(email: string): Promise<number | undefined> {
  return site.database.app.transaction().execute(tx => personIdByEmail(tx, email))
}

async function organisationIdOf(name: string): Promise<string> {
  const { rows } = await sql<{ id: number }>`select id from organisations.organisation where name = ${name}`.execute(
    site.database.owner,
  )
  return String(rows[0]!.id)
}

async function lastAudit(event: string) {
  const { rows } = await sql<{ actor: string; outcome: string; shown: string[]; details: object }>`
    select actor, outcome, shown, details from audit.entry where event = ${event} order by id desc limit 1`.execute(
    site.database.owner,
  )
  return rows[0]
}

describe('who may manage people', () => {
  const pages = ['/people', '/people/new', '/people/1']
  it.each([
    'analyst@cheshire.example',
    'inspector@hmicfrs.example',
    'mayor@oversight.example',
    'housing@council.example',
  ])('not %s', async email => {
    const visitor = await site.signIn(email)
    for (const path of pages) expect((await visitor.get(path)).status).toBe(403)
    const id = await personIdOf('rocta@nwrocu.example')
    for (const act of ['disable', 'reset', 'parts', 'end-sessions']) {
      expect((await visitor.post(`/people/${id}/${act}`, { parts: 'administrator' })).status).toBe(403)
    }
    const untouched = await (await site.signIn('rocta@nwrocu.example')).get('/account')
    expect(untouched.text).toContain('moderator, analyst')
    expect((await lastAudit('person.sessions-ended'))!).toMatchObject({ actor: email, outcome: 'refused' })
  })

  it('nor anyone who is not signed in', async () => {
    expect((await site.visitor().get('/people')).headers['location']).toBe('/sign-in?return=%2Fpeople')
  })
})

describe('the list of people', () => {
  it('shows everyone but the system, and filters', async () => {
    const all = (await admin.get('/people')).text
    expect(all).toContain('analyst@cheshire.example')
    expect(all).not.toContain('The system')
    const some = (await admin.get(`/people?organisation=${await organisationIdOf('HMICFRS')}`)).text
    expect(some).toContain('inspector@hmicfrs.example')
    expect(some).not.toContain('analyst@cheshire.example')
    expect(some).toContain('1 of 1 people')
    expect((await admin.get('/people?text=%00&state=nonsense&after=x')).status).toBe(200)
  })
})

describe('adding a person', () => {
  it('shows the link once, and with it they sign in', async () => {
    const answer = await admin.post('/people/new', {
      email: 'new@cumbria.example',
      name: '<b>Noa</b> Notional',
      organisation: await organisationIdOf('Cumbria Constabulary'),
      parts: ['analyst', 'moderator'],
    })
    const id = await personIdOf('new@cumbria.example')
    expect([answer.status, answer.headers['location']]).toEqual([303, `/people/${id}`])
    const shown = (await admin.get(`/people/${id}`)).text
    const path = /http:\/\/localhost:3000(\/sign-in-link\/[\w-]+)/.exec(shown)?.[1]
    expect(path).toBeDefined()
    expect(shown).toContain('&lt;b&gt;Noa&lt;/b&gt;')
    expect((await admin.get(`/people/${id}`)).text).not.toContain('/sign-in-link/')
    expect(await lastAudit('person.added')).toEqual({
      actor: 'admin@fourfold.example',
      outcome: 'done',
      shown: [`people:${id}`],
      details: { parts: ['analyst', 'moderator'] },
    })
    expect((await site.visitor().post(path!, { password: 'kettle violin harbour' })).status).toBe(303)
  })

  it('keeps what was typed beside what is wrong', async () => {
    const answer = await admin.post('/people/new', {
      email: 'bad',
      name: 'Kept Name',
      organisation: await organisationIdOf('HMICFRS'),
      parts: 'analyst',
    })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('value="Kept Name"')
    expect(answer.text).toContain('Enter an email address in the correct format')
    expect(answer.text).toContain('analyst is not a part for people of this kind of organisation')
    expect(await lastAudit('person.added')).toMatchObject({ outcome: 'refused' })
  })
})

describe('one person', () => {
  it('who is not there, or is the system, is not found', async () => {
    const system = await personIdOf('system')
    for (const id of [system, '999999', '1e3', '-1', 'x']) expect((await admin.get(`/people/${id}`)).status).toBe(404)
  })

  it('is given other parts, which hold from the next request', async () => {
    const person = await site.signIn('rocta@nwrocu.example')
    const id = await personIdOf('rocta@nwrocu.example')
    expect((await person.get('/account')).text).toContain('moderator, analyst')
    expect((await admin.post(`/people/${id}/parts`, { parts: 'tasking manager' })).status).toBe(303)
    expect((await person.get('/account')).text).toContain('tasking manager')
    expect(await lastAudit('person.parts-changed')).toMatchObject({
      details: { before: ['moderator', 'analyst'], after: ['tasking manager'] },
    })
    const none = await admin.post(`/people/${id}/parts`)
    expect([none.status, none.text.includes('Select at least one part')]).toEqual([400, true])
  })

  it('is disabled: their next request is refused, they can’t sign in, and their tokens are dead', async () => {
    const email = 'lro@merseyside.example'
    const [person, token, id] = [await site.signIn(email), await site.tokenOf(email), await personIdOf(email)]
    expect((await admin.post(`/people/${id}/disable`)).status).toBe(303)
    expect((await person.get('/account')).status).toBe(303)
    expect((await site.program(token).get('/api/v1/threats')).status).toBe(401)
    const refused = await site.visitor().post('/sign-in', { email, password: 'fourfold-sample' })
    expect(refused.text).toContain('Email address or password is not right')
    expect((await admin.get(`/people/${id}`)).text).toContain('Disabled')
    expect((await admin.post(`/people/${id}/enable`)).status).toBe(303)
    expect((await person.get('/account')).status, 'the old visit stays ended').toBe(303)
    await site.signIn(email)
  })

  it('is signed out everywhere', async () => {
    const person = await site.signIn('analyst@lancashire.example')
    await admin.post(`/people/${await personIdOf('analyst@lancashire.example')}/end-sessions`)
    expect((await person.get('/account')).status).toBe(303)
  })

  it('is reset: the old password and open visits end, and a link is shown', async () => {
    const email = 'tasking@nwrocu.example'
    const [person, id] = [await site.signIn(email), await personIdOf(email)]
    expect((await admin.post(`/people/${id}/reset`)).status).toBe(303)
    expect((await admin.get(`/people/${id}`)).text).toContain('http://localhost:3000/sign-in-link/')
    expect((await person.get('/account')).status).toBe(303)
    expect((await site.visitor().post('/sign-in', { email, password: 'fourfold-sample' })).status).toBe(400)
  })
})

it('lets the last administrator neither disable nor strip themselves', async () => {
  const id = await personIdOf('admin@fourfold.example')
  const disabled = await admin.post(`/people/${id}/disable`)
  expect([disabled.status, disabled.text.includes('You can’t disable yourself')]).toEqual([400, true])
  const stripped = await admin.post(`/people/${id}/parts`)
  expect(stripped.status).toBe(400)
  expect((await admin.get('/people')).status).toBe(200)
})

it('changes nothing without the form’s token', async () => {
  const id = await personIdOf('analyst@cheshire.example')
  const forged = await admin.post(`/people/${id}/disable`, { _csrf: 'another' })
  expect(forged.status).toBe(403)
  const twice = await admin.get(`/people/${id}`)
  expect(twice.text).toContain('Active')
})
