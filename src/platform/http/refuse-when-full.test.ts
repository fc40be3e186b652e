import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitingFor } from '#platform/database'
import { type TestServer, testServer } from '../../../test/server.ts'

const mostWaiting = 2
/** Of the test's database. */
const connections = 5

let site: TestServer
beforeAll(async () => {
  site = await testServer({ bounds: { mostWaiting } })
})
afterAll(() => site.close())

const ask = (method: 'GET' | 'POST', url: string) =>
  site.server.inject({ method, url, headers: { host: 'localhost', authorization: 'Bearer some' } })

/** Has every connection given out, and so many wait for one as may, for as long as something is done. */
async function whileFull(act: () => Promise<void>): Promise<void> {
  const { app } = site.database
  const back = Promise.withResolvers<void>()
  const held = Array.from({ length: connections + mostWaiting }, () => app.connection().execute(() => back.promise))
  await expect.poll(() => waitingFor(app)).toBe(mostWaiting)
  try {
    await act()
  } finally {
    back.resolve()
    await Promise.all(held)
  }
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
      sent = site.server.inject({
        method: 'POST',
        url: '/sign-in',
        headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'email=somebody%40example.test&password=wrong',
      })
      await expect.poll(() => waitingFor(site.database.app)).toBe(mostWaiting + 1)
    })
    expect((await sent)?.statusCode).toBe(403)
  })

  it('still says that it is there', async () => {
    await whileFull(async () => expect((await ask('GET', '/ping')).statusCode).toBe(200))
  })
})
