import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, testServer } from '../../../test/server.ts'

let site: TestServer
beforeAll(async () => {
  site = await testServer({ bounds: { limits: { readsAMinute: 3, writesAMinute: 2 } } })
})
afterAll(() => site.close())

const ask = (method: 'GET' | 'POST' | 'PATCH', url: string, token: string | undefined) =>
  site.server.inject({
    method,
    url,
    headers: { host: 'localhost', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  })

describe('a program that asks too often', () => {
  it('is told when to come back, over all addresses together, reads and writes apart', async () => {
    const reads = ['/api/v1/threats', '/api/v1/threats/X', '/api/v1/disruptions', '/api/v1/threats']
    const statuses = []
    for (const url of reads) statuses.push((await ask('GET', url, 'one')).statusCode)
    expect(statuses).toEqual([401, 401, 401, 429])
    const refused = await ask('GET', '/api/v1/disruptions/X', 'one')
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(refused.headers['content-type']).toContain('application/problem+json')
    expect(refused.json()).toMatchObject({ status: 429, detail: expect.stringMatching(/^Wait \d+ seconds/) })
    for (const status of [401, 401, 429]) expect((await ask('POST', '/api/v1/threats', 'one')).statusCode).toBe(status)
  })

  it('keeps no other token from asking, nor any page', async () => {
    for (let time = 0; time < 4; time += 1) await ask('GET', '/api/v1/threats', 'two')
    expect((await ask('GET', '/api/v1/threats', 'two')).statusCode).toBe(429)
    expect((await ask('GET', '/api/v1/threats', 'three')).statusCode).toBe(401)
    for (let time = 0; time < 5; time += 1) expect((await ask('GET', '/threats', undefined)).statusCode).toBe(303)
  })

  it('is counted by its address when it sends no token', async () => {
    for (let time = 0; time < 3; time += 1) await ask('GET', '/api/v1/threats', undefined)
    expect((await ask('GET', '/api/v1/threats', undefined)).statusCode).toBe(429)
  })
})
