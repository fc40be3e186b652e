import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type Database, waitingFor } from '#platform/database'
import { testDatabase, type TestDatabase } from '#test/database'
import { collect, buildServer } from './index.ts'
import { modules, portsFor } from '../../app.ts'

let made: TestDatabase
let database: Database
let server: FastifyInstance

beforeAll(async () => {
  made = await testDatabase()
  database = openDatabase({ url: made.appUrl, connections: 1, name: 'fourfold test' })
  server = await buildServer({
    database,
    house: collect(modules),
    ports: portsFor(database, { production: false }),
    present: () => new Date(),
    version: 'test',
    address: 'http://localhost:3000',
    secure: false,
    mostWaiting: 2,
    sessionSecret: 'a secret of the tests, long enough for it',
    logFault: fault => {
      throw fault
    },
  })
  await server.ready()
})
afterAll(async () => {
  await server.close()
  await database.destroy()
  await made.close()
})

const ask = (method: 'GET' | 'POST', url: string) =>
  server.inject({ method, url, headers: { host: 'localhost', authorization: 'Bearer some' } })

/** Has the server's only connection given out, and so many wait for it as may, for as long as something is done. */
async function whileFull(act: () => Promise<void>): Promise<void> {
  const [given, back] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const held = database.connection().execute(async () => {
    given.resolve()
    await back.promise
  })
  await given.promise
  const waiting = [ask('GET', '/api/v1/threats'), ask('GET', '/api/v1/threats')]
  await expect.poll(() => waitingFor(database)).toBe(2)
  await act()
  back.resolve()
  await held
  for (const { statusCode } of await Promise.all(waiting)) expect(statusCode).toBe(401)
}

describe('a server that very many wait for', () => {
  it.each(['GET', 'POST'] as const)('tells a program at once when to come back: %s', async method => {
    await whileFull(async () => {
      const refused = await ask(method, '/api/v1/threats')
      expect(refused.statusCode).toBe(503)
      expect(refused.headers['retry-after']).toBe('5')
      expect(refused.json()).toMatchObject({ status: 503, title: 'Fourfold is busy' })
    })
    expect((await ask('GET', '/api/v1/threats')).statusCode).toBe(401)
  })

  it('tells a person so on a page', async () => {
    await whileFull(async () => {
      const refused = await ask('GET', '/threats')
      expect(refused.statusCode).toBe(503)
      expect(refused.headers['content-type']).toContain('text/html')
      expect(refused.body).toContain('Nothing was changed. Wait 5 seconds, then try again.')
    })
  })

  it('takes what a person sends, in its turn', async () => {
    let sent: Promise<{ readonly statusCode: number }> | undefined
    await whileFull(async () => {
      sent = server.inject({
        method: 'POST',
        url: '/sign-in',
        headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'email=somebody%40example.test&password=wrong',
      })
      await expect.poll(() => waitingFor(database)).toBe(3)
    })
    expect((await sent)?.statusCode).not.toBe(503)
  })

  it('still says that it is there', async () => {
    await whileFull(async () => expect((await ask('GET', '/ping')).statusCode).toBe(200))
  })
})
