import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testServer, type TestServer, type Visitor } from '../../../../test/server.ts'

const email = 'analyst@cheshire.example'
let site: TestServer
let analyst: Visitor

beforeAll(async () => {
  site = await testServer()
  analyst = await site.signIn(email)
})
afterAll(() => site.close())

const tokenIn = (text: string) => /fourfold_[\w-]{43}/.exec(text)?.[0]

async function made(fields: Record<string, string> = {}): Promise<string> {
  const { status, text } = await analyst.post('/account/tokens', {
    name: 'Nightly',
    scope: 'write',
    days: '30',
    ...fields,
  })
  expect(status).toBe(200)
  return tokenIn(text) ?? ''
}

const newThreat = { name: 'Amber', threatType: 'Vulnerability', crimeCategory: 'Drugs' }

describe('the page of tokens', () => {
  it('makes one, shows it once, and keeps nothing but its hash', async () => {
    const token = await made({ name: ' <b>Nightly</b> ' })
    expect((await site.program(token).get('/api/v1/threats')).status).toBe(200)
    const { text } = await analyst.get('/account/tokens')
    expect(text).toContain('&lt;b&gt;Nightly&lt;/b&gt;')
    expect(tokenIn(text)).toBeUndefined()
    const { rows } = await sql<{ all: string }>`
      select (select string_agg(t::text, '') from organisations.token t)
        || (select string_agg(s::text, '') from organisations.session s)
        || (select string_agg(e::text, '') from audit.entry e) as all`.execute(site.database.owner)
    expect(rows[0]?.all).toContain('Nightly')
    expect(rows[0]?.all).not.toContain(token)
  })

  it('keeps what was typed, and says what is wrong with it', async () => {
    const { status, text } = await analyst.post('/account/tokens', { name: 'x'.repeat(101), scope: 'all', days: '366' })
    expect(status).toBe(400)
    for (const says of ['Must be 100 characters or fewer', 'Select what it may do', 'Enter days from 1 to 365'])
      expect(text).toContain(says)
    expect(text).toContain('x'.repeat(101))
    for (const days of ['0', '-1', '1.5', 'ten', ''])
      expect((await analyst.post('/account/tokens', { name: 'a', scope: 'read', days })).status).toBe(400)
    expect((await analyst.post('/account/tokens', { name: ' ', scope: 'read', days: '1' })).text).toContain(
      'Enter a name',
    )
  })

  it('shows nobody else’s', async () => {
    await made({ name: 'Mine alone' })
    const colleague = await site.signIn('lro@cheshire.example')
    expect((await colleague.get('/account/tokens')).text).not.toContain('Mine alone')
  })
})

describe('a token that only reads', () => {
  it('reads, extracts, and changes nothing', async () => {
    const program = site.program(await made({ scope: 'read' }))
    expect((await program.get('/api/v1/threats')).status).toBe(200)
    expect((await program.send('POST', '/api/v1/extractions', { preset: 'hmicfrs-threats' })).status).toBeLessThan(300)
    const refused = await program.send('POST', '/api/v1/threats', newThreat)
    expect([refused.status, JSON.parse(refused.text).title]).toEqual([403, 'This token only reads'])
    expect((await program.send('POST', '/api/v1/imports/threats', 'Reference\n', 'text/csv')).status).toBe(403)
    expect(JSON.parse((await program.get('/api/v1/threats')).text).total).toBe(0)
  })

  it('changes nothing through any route, whatever it is for', async () => {
    const { modules } = await import('../../../app.ts')
    const changing = modules
      .flatMap(module => module.routes ?? [])
      .filter(route => route.area === 'api' && route.method !== 'GET' && route.permission !== 'extraction.run')
    expect(changing.length).toBeGreaterThan(5)
    const program = site.program(await made({ scope: 'read' }))
    for (const { method, path } of changing) {
      const answered = await program.send(method as 'POST' | 'PATCH', path.replaceAll(/:\w+/g, 'x'), {})
      expect([path, answered.status]).toEqual([path, 403])
    }
  })
})

describe('an administrator', () => {
  it('sees a person’s tokens on their page, and revokes one', async () => {
    const token = await made({ name: 'To be revoked', scope: 'read' })
    const admin = await site.signIn('admin@fourfold.example')
    const { rows } = await sql<{ id: number }>`select id from organisations.person where email = ${email}`.execute(
      site.database.owner,
    )
    const page = `/people/${rows[0]?.id}`
    const { text } = await admin.get(page)
    expect(text).toContain('To be revoked')
    const id = /tokens\/([\w-]+)\/revoke/.exec(text)?.[1]
    expect((await analyst.post(`${page}/tokens/${id}/revoke`)).status).toBe(403)
    expect((await admin.post(`${page}/tokens/nonsense/revoke`)).status).toBe(404)
    expect((await admin.post(`/people/999999/tokens/${id}/revoke`)).status).toBe(404)
    expect((await admin.post(`${page}/tokens/${id}/revoke`)).status).toBe(303)
    expect((await site.program(token).get('/api/v1/threats')).status).toBe(401)
    expect((await admin.post(`${page}/tokens/${id}/revoke`)).status).toBe(404)
  })
})

it('had no fault', () => {
  expect(site.faults).toEqual([])
})
