import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { runOpenLoop } from './open-loop.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it('sends each request with its method, headers and body, and counts what was no success', async () => {
  const asked: string[] = []
  const address = await serve((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${[request.headers['x-of']].flat().join()} ${body}`)
      response.statusCode = request.url === '/away' ? 303 : 201
      response.end('answered')
    })
  })
  let sent = 0
  const next = () => ({
    method: 'POST',
    path: (sent += 1) % 4 === 0 ? '/away' : '/',
    headers: { 'x-of': 'us' },
    body: `${sent}`,
  })
  const measured = await runOpenLoop({ address, perSecond: 200, seconds: 0.1, patience: 30, next })
  expect(measured).toMatchObject({ done: 20, errors: 5 })
  expect(asked.toSorted()).toContain('POST /away us 4')
  expect(asked).toHaveLength(20)
})

it('waits for the last answers as long as its patience lasts, and counts the others as errors', async () => {
  const address = await serve((request, response) => {
    if (request.url !== '/never') response.end('answered')
  })
  let sent = 0
  const next = () => ({ path: (sent += 1) === 3 ? '/never' : '/' })
  expect(await runOpenLoop({ address, perSecond: 100, seconds: 0.1, patience: 2, next })).toMatchObject({
    done: 10,
    errors: 1,
  })
})
