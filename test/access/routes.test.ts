import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partsWith, permissionsOf, samplePeople } from '#modules/organisations'
import { collect } from '#platform/http'
import { modules } from '../../src/app.ts'
import { databaseDigest } from '../database-digest.ts'
import { samplePassword } from '../sample-database.ts'
import { type Answered, testServer, type TestServer, type Visitor } from '../server.ts'

const { routes, navigation } = collect(modules)
const pages = routes.filter(route => route.area === 'page')
const nameOf = (route: (typeof routes)[number]) => `${route.method} ${route.path}`

let site: TestServer
const visitors = new Map<string, Visitor>()
const tokens = new Map<string, string>()

beforeAll(async () => {
  site = await testServer()
  for (const email of Object.values(withPart)) {
    visitors.set(email, await site.signIn(email))
    tokens.set(email, await site.tokenOf(email))
  }
})
afterAll(() => site.close())

/** Someone of each part. */
const withPart: Readonly<Record<string, string>> = {
  analyst: 'analyst@cheshire.example',
  'lead responsible officer': 'lro@cheshire.example',
  moderator: 'rocta@nwrocu.example',
  'tasking manager': 'tasking@nca.example',
  partner: 'housing@council.example',
  inspector: 'inspector@hmicfrs.example',
  oversight: 'mayor@oversight.example',
  administrator: 'admin@fourfold.example',
}
const someoneWith = (permission: string) =>
  withPart[permission in partsWith ? (partsWith[permission]?.find(part => part in withPart) ?? '') : 'analyst'] ?? ''

/** An address that a route serves, though there is nothing at it. */
const addressOf = (path: string) => path.replace(':register', 'threats').replaceAll(/:\w+/g, 'nothing-1')

describe('every route', () => {
  it('is found', () => {
    expect(routes.length).toBeGreaterThan(50)
  })

  it('has an address of its own, a permission, an event and a summary', () => {
    expect(new Set(routes.map(nameOf)).size).toBe(routes.length)
    const permissions = new Set([...Object.keys(partsWith), 'signed-in', 'anyone'])
    for (const route of routes) {
      expect(permissions, nameOf(route)).toContain(route.permission)
      expect('open' in route, nameOf(route)).toBe(route.permission === 'anyone')
      expect(route.event, nameOf(route)).toMatch(
        /^[a-z]+(-[a-z]+)*\.([a-z]+-)*(\w+ed|read|reset|run|sent|given|taken|chosen|begun|made|withdrawn)(-[a-z]+)*$/,
      )
      expect(route.summary, nameOf(route)).toMatch(/^[A-Z].{4,}[^.]$/)
      expect(route.path, nameOf(route)).toMatch(/^\/([\w.:/-]*[\w])?$/)
    }
  })

  it('every permission is asked for somewhere', () => {
    const asked = new Set([...routes, ...navigation].map(({ permission }) => permission))
    for (const permission of Object.keys(partsWith)) expect(asked).toContain(permission)
  })
})

describe('nobody signed in', () => {
  it.each(pages.filter(route => !('open' in route)).map(route => [nameOf(route), route] as const))(
    'is sent to sign in: %s',
    async (_name, route) => {
      const visitor = site.visitor()
      const path = addressOf(route.path)
      const { status, headers, text } = await (route.method === 'GET' ? visitor.get(path) : visitor.post(path))
      expect([status, text]).toEqual([303, ''])
      expect(headers['location']).toMatch(/^\/sign-in(\?return=|$)/)
    },
  )

  it.each(
    routes.filter(route => route.area === 'api' && !('open' in route)).map(route => [nameOf(route), route] as const),
  )('is told to: %s', async (_name, route) => {
    const { status, headers } = await callApi(route, 'no-such-token')
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer'])
  })
})

describe('everyone whose part does not include it', () => {
  it.each(routes.filter(route => route.permission in partsWith).map(route => [nameOf(route), route] as const))(
    'is refused, and everyone else is not: %s',
    async (_name, route) => {
      const digest = await databaseDigest(site.database.owner)
      const permitted: string[] = []
      for (const [part, email] of Object.entries(withPart)) {
        if (permissionsOf(samplePeople.find(person => person.email === email)?.parts ?? []).has(route.permission)) {
          permitted.push(part)
          continue
        }
        const { status, text } = await call(route, email)
        expect(`${part}: ${status}`).toBe(`${part}: 403`)
        expect(text).toContain('Your part does not include this')
      }
      expect(await databaseDigest(site.database.owner)).toBe(digest)
      expect(permitted).not.toEqual([])
      for (const part of permitted) {
        const { status, text } = await call(route, withPart[part] ?? '')
        expect(status, part).toBeLessThan(500)
        expect(text, part).not.toContain('Your part does not include this')
      }
    },
  )
})

describe('a form of another page, or of another site', () => {
  let kept: Session | undefined
  const forms = pages.filter(route => route.method === 'POST').map(route => [nameOf(route), route] as const)
  it.each(forms)('changes nothing: %s', async (_name, route) => {
    kept = await standing(kept)
    const session = kept
    const digest = await databaseDigest(site.database.owner)
    const path = addressOf(route.path)
    const own = { _csrf: session.csrfToken }
    for (const [fields, headers] of [
      [{}, {}],
      [{ _csrf: '' }, {}],
      [{ _csrf: session.csrfToken.replace(/.$/, last => (last === 'A' ? 'B' : 'A')) }, {}],
      [own, { 'sec-fetch-site': 'cross-site' }],
      [own, { 'sec-fetch-site': 'same-site' }],
    ]) {
      const { status, text } = await send(session, path, fields ?? {}, headers ?? {})
      expect(status).toBe(403)
      expect(text).toContain('Nothing was changed')
    }
    expect(await databaseDigest(site.database.owner)).toBe(digest)
    expect((await send(session, path, own, { 'sec-fetch-site': 'same-origin' })).text).not.toContain('open too long')
  })
})

describe('every answer', () => {
  // Some pages sign their person out; and who signs in too often is asked to wait.
  const fresh = new Map<string, Visitor>()
  const freshly = async (email: string) => {
    const known = fresh.get(email)
    if (known !== undefined && (await known.get('/account')).status === 200) return known
    const visitor = await site.signIn(email)
    fresh.set(email, visitor)
    return visitor
  }

  it('is sent with what keeps it from being framed, sniffed, kept or run', async () => {
    const answers: [string, Answered][] = []
    for (const route of routes) {
      const email = someoneWith(route.permission)
      answers.push([
        nameOf(route),
        await (route.area === 'api' ? callApi(route, tokens.get(email) ?? '') : callPage(route, await freshly(email))),
      ])
    }
    const visitor = visitors.get('analyst@cheshire.example')!
    for (const path of [
      '/nothing/here',
      '/api/v1/nothing',
      '/threats?tier=%ff',
      '/%ff',
      '/threats/T-1',
      '/sign-in',
      '/ping',
    ]) {
      answers.push([path, await visitor.get(path)])
    }
    answers.push(['no session', await site.visitor().get('/threats')])
    for (const [name, { headers }] of answers) {
      const policy = String(headers['content-security-policy'])
      expect(policy, name).toContain("default-src 'self'")
      expect(policy, name).toContain("frame-ancestors 'none'")
      expect(policy, name).not.toContain('unsafe')
      expect(headers['x-content-type-options'], name).toBe('nosniff')
      expect(headers['referrer-policy'], name).toBe('same-origin')
      expect(headers['x-request-id'], name).toMatch(/^[\w.-]{8,64}$/)
      expect(headers['cache-control'], name).toBe('no-store')
      expect(headers['x-powered-by'], name).toBeUndefined()
      for (const cookie of [headers['set-cookie'] ?? []]
        .flat()
        .filter(text => !String(text).startsWith('fourfold=;'))) {
        expect(String(cookie), name).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i)
      }
    }
  })

  it.each(routes.filter(route => route.method === 'GET').map(route => [nameOf(route), route] as const))(
    'is in the audit once: %s',
    async (_name, route) => {
      const email = someoneWith(route.permission)
      const id = `once-${randomUUID()}`
      const path = addressOf(route.path)
      const { status } =
        route.area === 'api'
          ? await site.server
              .inject({
                url: path,
                headers: { 'x-request-id': id, authorization: `Bearer ${tokens.get(email)}` },
              })
              .then(answered => ({ status: answered.statusCode }))
          : await (await freshly(email)).get(path, { 'x-request-id': id })
      expect(status).toBeLessThan(500)
      const { rows } = await sql<{ event: string; actor: string }>`
        select event, actor from audit.entry where request_id = ${id}`.execute(site.database.owner)
      expect(rows).toEqual([{ event: route.event, actor: email }])
    },
  )
})

it('no request was a fault of ours', () => {
  expect(site.faults).toEqual([])
})

type Route = (typeof routes)[number]

const call = (route: Route, email: string): Promise<Answered> =>
  route.area === 'api' ? callApi(route, tokens.get(email) ?? '') : callPage(route, visitors.get(email))

async function callPage(route: Route, visitor: Visitor | undefined): Promise<Answered> {
  if (visitor === undefined) throw new Error('Nobody is signed in for this.')
  const path = addressOf(route.path)
  return route.method === 'GET' ? visitor.get(path) : visitor.post(path)
}

async function callApi(route: Route, token: string): Promise<Answered> {
  const program = site.program(token)
  const path = addressOf(route.path)
  if (route.method === 'GET') return program.get(path)
  return route.upload === undefined
    ? program.send(route.method, path, {})
    : program.send(route.method, path, 'Reference\nT-1\n', 'text/csv')
}

interface Session {
  readonly cookie: string
  readonly csrfToken: string
}

/** The session while it stands, else a new one: some forms end it, and who signs in too often is asked to wait. */
async function standing(known: Session | undefined): Promise<Session> {
  if (known !== undefined) {
    const { statusCode, body } = await site.server.inject({ url: '/account', headers: { cookie: known.cookie } })
    if (statusCode === 200) return { ...known, csrfToken: tokenIn(body) }
  }
  return newSession('admin@fourfold.example')
}

/** Signed in, with the token of its forms in hand: to send what no browser of ours would. */
async function newSession(email: string): Promise<Session> {
  const before = await site.server.inject({ url: '/sign-in' })
  const fields = { email, password: samplePassword, _csrf: tokenIn(before.body) }
  const signedIn = await send({ cookie: cookieOf(before.cookies), csrfToken: '' }, '/sign-in', fields, {})
  const cookie = String([signedIn.headers['set-cookie'] ?? []].flat()[0]).split(';')[0] ?? ''
  const { body } = await site.server.inject({ url: '/account', headers: { cookie } })
  return { cookie, csrfToken: tokenIn(body) }
}

const tokenIn = (html: string) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
const cookieOf = (cookies: readonly { name: string; value: string }[]) =>
  cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')

async function send(
  session: Session,
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  const answered = await site.server.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: session.cookie, ...headers },
  })
  return { status: answered.statusCode, headers: answered.headers, text: answered.body, bytes: answered.rawPayload }
}
