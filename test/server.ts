import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { buildServer, collect, type Kit, type Module } from '#platform/http'
import type { Replica } from '#platform/replica'
import { modules, portsFor } from '../src/app.ts'
import { samplePassword, sampleDatabase, scratchDatabase } from './sample-database.ts'
import type { TestDatabase } from './database.ts'

/** What came back, in-process. */
export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  readonly text: string
  /** The body as it came, for files that are no text. */
  readonly bytes: Buffer
}

/** A person at their browser: keeps cookies, sends the form's token, does not follow redirects. */
export interface Visitor {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answered>
  readonly post: (path: string, fields?: Readonly<Record<string, string | readonly string[]>>) => Promise<Answered>
  /** A multipart form with one file in the field `file`. */
  readonly upload: (
    path: string,
    fields: Readonly<Record<string, string>>,
    file: { name: string; content: Buffer | string },
  ) => Promise<Answered>
  readonly csrfToken: () => Promise<string>
}

/** A program with a bearer token. */
export interface Program {
  readonly get: (path: string) => Promise<Answered>
  readonly send: (
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
    type?: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answered>
}

export interface TestServer {
  readonly database: TestDatabase
  readonly server: FastifyInstance
  /** Faults that the server logged. */
  readonly faults: readonly unknown[]
  readonly visitor: () => Visitor
  readonly signIn: (email: string) => Promise<Visitor>
  readonly program: (token: string) => Program
  /** A bearer token of a person, made straight in the database. */
  readonly tokenOf: (email: string) => Promise<string>
  readonly close: () => Promise<void>
}

interface TestServerOptions {
  /** With the sample region's threats and disruptions; without, only its people. */
  readonly sample?: boolean
  /** The moment of all requests; the real one when left out. */
  readonly present?: () => Date
  /** As in production, where the people of the sample are refused. */
  readonly production?: boolean
  /** Other modules than the map's. */
  readonly modules?: readonly Module[]
  /** What a server is told of how much may be asked of it. */
  readonly bounds?: Pick<Kit, 'limits' | 'mostWaiting'>
  /** Gives the server a replica of its database. */
  readonly replicaOf?: (primary: TestDatabase) => Promise<Replica>
}

/** The whole program in-process, over a database of the test's own. */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await (options.sample ? sampleDatabase() : scratchDatabase())
  const faults: unknown[] = []
  const replica = await options.replicaOf?.(database)
  const server = await buildServer({
    database: database.app,
    replica,
    house: collect(options.modules ?? modules),
    ports: portsFor(database.app, { production: options.production ?? false }),
    present: options.present ?? (() => new Date()),
    ...options.bounds,
    version: 'test',
    address: 'http://localhost:3000',
    secure: false,
    sessionSecret: 'a secret of the tests, long enough for it',
    logFault: fault => faults.push(fault),
  })
  await server.ready()
  const visitor = () => visitorOf(server)
  return {
    database,
    server,
    faults,
    visitor,
    signIn: async email => {
      const person = visitor()
      const answered = await person.post('/sign-in', { email, password: samplePassword })
      if (answered.status !== 303) throw new Error(`${email} could not sign in: ${answered.status}`)
      return person
    },
    program: token => programOf(server, token),
    tokenOf: email => makeToken(database, email),
    close: async () => {
      await server.close()
      await replica?.database.destroy()
      await database.close()
    },
  }
}

function visitorOf(server: FastifyInstance): Visitor {
  const cookies = new Map<string, string>()
  const ask = async (
    method: 'GET' | 'POST',
    url: string,
    payload?: string | Buffer,
    headers: Record<string, string> = {},
  ) => {
    const response = await server.inject({
      method,
      url,
      ...(payload === undefined ? {} : { payload }),
      headers: {
        host: 'localhost',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
    })
    for (const { name, value } of response.cookies) cookies.set(name, encodeURIComponent(value))
    return answeredBy(response)
  }
  let known: { readonly session: string | undefined; readonly token: string } | undefined
  const csrfToken = async () => {
    // The token is the session's: as long as that is the same, so is the token.
    if (known?.session !== undefined && known.session === cookies.get('fourfold')) return known.token
    const { text } = await ask('GET', '/sign-in')
    known = { session: cookies.get('fourfold'), token: /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '' }
    return known.token
  }
  return {
    csrfToken,
    get: (path, headers) => ask('GET', path, undefined, headers),
    post: async (path, fields = {}) => {
      const form = new URLSearchParams({ _csrf: await csrfToken() })
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
      return ask('POST', path, form.toString(), { 'content-type': 'application/x-www-form-urlencoded' })
    },
    upload: async (path, fields, file) => {
      const form = new FormData()
      for (const [name, value] of Object.entries({ _csrf: await csrfToken(), ...fields })) form.append(name, value)
      form.append('file', new Blob([file.content]), file.name)
      const encoded = new Response(form)
      const type = encoded.headers.get('content-type') ?? ''
      return ask('POST', path, Buffer.from(await encoded.arrayBuffer()), { 'content-type': type })
    },
  }
}

function programOf(server: FastifyInstance, token: string): Program {
  const headers = { host: 'localhost', authorization: `Bearer ${token}` }
  return {
    get: async path => answeredBy(await server.inject({ method: 'GET', url: path, headers })),
    send: async (method, path, body, type = 'application/json', more = {}) =>
      answeredBy(
        await server.inject({
          method,
          url: path,
          payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
          headers: { ...headers, 'content-type': type, ...more },
        }),
      ),
  }
}

function answeredBy(response: LightMyRequestResponse): Answered {
  return { status: response.statusCode, headers: response.headers, text: response.body, bytes: response.rawPayload }
}

async function makeToken(database: TestDatabase, email: string): Promise<string> {
  const { createToken, personIdByEmail } = await import('#modules/organisations')
  return database.app.transaction().execute(async tx => {
    const personId = await personIdByEmail(tx, email)
    if (personId === undefined) throw new Error(`There is no ${email}`)
    return createToken(tx, { personId, name: 'test', expiresAt: new Date(Date.now() + 86_400_000) })
  })
}
