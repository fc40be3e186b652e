import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askApi, type Browser, importOver, signInOver } from './over-http.ts'
import {
  freePort,
  makeReady,
  runCommand,
  runServer,
  type RunningServer,
  runToItsEnd,
  temporaryFolder,
} from './running-server.ts'

const analyst = 'analyst@cheshire.example'
const minutes = 60_000

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let dataFolder: string
let server: RunningServer
let token: string

beforeAll(async () => {
  await makeReady()
  folder = await temporaryFolder()
  dataFolder = folder.path
  server = await runServer({ dataFolder, sample: 'north-west' })
  const made = await runCommand(dataFolder, ['token', 'create', '--as', analyst])
  if (made.status !== 0) throw new Error(made.said)
  token = made.out.trim()
}, 5 * minutes)

afterAll(async () => {
  server.signal('SIGTERM')
  await server.ended
  await folder.remove()
})

/** What was done before the server was killed, and whether it said so. */
interface Done {
  /** By reference: the handling that was acknowledged last, and one that was asked for and not answered any more. */
  readonly handlings: Map<string, { acknowledged?: string; asked?: string }>
  /** By name of its rows: whether the server said that it has the file. */
  readonly imports: Map<string, boolean>
  /** By name: threats that were recorded one by one, each with a key of its own; whether the server said that it has it. */
  readonly threats: Map<string, boolean>
}

it(
  'killed while it serves, it has all that it acknowledged, whole',
  async () => {
    const done: Done = { handlings: new Map(), imports: new Map(), threats: new Map() }
    const references = await referencesOfCheshire()
    for (let round = 0; round < 4; round++) {
      const browser = await signInOver(server.address, analyst)
      const work = [
        changeHandlings(browser, references.slice(round * 25, round * 25 + 25), done),
        sendImports(round, done),
        recordThreats(round, done),
        readPages(browser),
      ]
      await pause(1200 + round * 500)
      await kill(round === 3)
      await Promise.all(work)
      server = await runServer({ dataFolder, sample: 'north-west' })
    }
    expect([...done.handlings.values()].filter(one => one.acknowledged !== undefined).length).toBeGreaterThan(3)
    expect([...done.imports.values()].filter(isAcknowledged => isAcknowledged).length).toBeGreaterThan(3)
    expect([...done.threats.values()].filter(isAcknowledged => isAcknowledged).length).toBeGreaterThan(3)
    await expectAllThere(done)
    const verified = await runCommand(dataFolder, ['audit', 'verify'])
    expect(verified).toMatchObject({ status: 0 })
    expect(verified.out).toMatch(/^\d+ entries sealed and whole, \d+ not yet sealed\n$/)
  },
  8 * minutes,
)

it('a second start on the same data is refused in one line, and the first goes on', async () => {
  const second = await runToItsEnd({ dataFolder, sample: 'north-west' })
  expect(second.status).toBe(2)
  expect(second.out).toBe('')
  expect(second.said.trim().split('\n')).toHaveLength(1)
  expect(second.said).toContain(dataFolder)
  expect((await fetch(`${server.address}/health`)).status).toBe(200)
})

it(
  'the command line works beside it, and prints results alone',
  async () => {
    const options = { cwd: join(import.meta.dirname, '..'), env: { ...process.env, FOURFOLD_DATA: dataFolder } }
    const npm = (...words: readonly string[]) =>
      promisify(execFile)('npm', ['run', '-s', 'fourfold', '--', ...words], options)
    const summary = await npm('extract', 'hmicfrs-threats', '--as-at', '2023-01-04', '--summary')
    expect(JSON.parse(summary.stdout)).toMatchObject({ preset: 'hmicfrs-threats', total: 938 })
    expect((await npm('audit', 'verify')).stdout).toMatch(/^\d+ entries sealed and whole, \d+ not yet sealed\n$/)
    expect((await fetch(`${server.address}/health`)).status).toBe(200)
  },
  3 * minutes,
)

it(
  'told to stop, it finishes what it has in hand, and leaves no process behind',
  async () => {
    const browser = await signInOver(server.address, analyst)
    const postgres = await postgresPid()
    const whole = (await (await browser.get('/disruptions.csv')).text()).length
    const held = await beginImport(twentyThreats('Held '))
    const exported = await browser.get('/disruptions.csv')
    server.signal('SIGTERM')
    expect((await exported.text()).length).toBe(whole)
    expect(await held.finish()).toBe(202)
    expect((await server.ended).status).toBe(0)
    expect(lives(server.pid)).toBe(false)
    await gone(postgres)
    await expect(fetch(`${server.address}/ping`)).rejects.toThrow('fetch failed')

    server = await runServer({ dataFolder, sample: 'north-west', port: await freePort() })
    server.signal('SIGINT')
    expect((await server.ended).status).toBe(0)
    server = await runServer({ dataFolder, sample: 'north-west' })
    await expectAllThere({ handlings: new Map(), imports: new Map([['Held ', true]]), threats: new Map() })
  },
  3 * minutes,
)

/** Sends a file's request as far as its body, which the server has then said that it waits for. */
async function beginImport(csv: string): Promise<{ readonly finish: () => Promise<number | undefined> }> {
  const sending = request(`${server.address}/api/v1/imports/threats`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', authorization: `Bearer ${token}`, expect: '100-continue' },
  })
  const answered = once(sending, 'response')
  sending.flushHeaders()
  await once(sending, 'continue')
  return {
    finish: async () => {
      sending.end(csv)
      const [answer] = (await answered) as [IncomingMessage]
      answer.resume()
      return answer.statusCode
    },
  }
}

async function referencesOfCheshire(): Promise<readonly string[]> {
  const path = '/api/v1/threats?owner=Cheshire+Constabulary&limit=200'
  const { items } = (await (await askApi(server.address, token, path)).json()) as {
    readonly items: readonly { readonly reference: string; readonly handling: string }[]
  }
  return items.filter(item => item.handling === 'Region').map(item => item.reference)
}

/** One after the other, until the server is gone. */
async function changeHandlings(browser: Browser, references: readonly string[], done: Done): Promise<void> {
  for (const handling of ['Organisation', 'Shared', 'Region', 'Organisation']) {
    for (const reference of references) {
      const known = done.handlings.get(reference) ?? {}
      done.handlings.set(reference, { ...known, asked: handling })
      const fields = { handling, reason: 'A test', checked: 'yes' }
      const status = await statusOf(browser.post(`/handling/threats/${reference}/change`, fields))
      if (status === undefined) return
      expect(status).toBe(303)
      done.handlings.set(reference, { acknowledged: handling })
    }
  }
}

async function sendImports(round: number, done: Done): Promise<void> {
  for (let turn = 0; ; turn++) {
    const name = `Durable ${round}-${turn}-`
    done.imports.set(name, false)
    const headers = { 'content-type': 'text/csv' }
    const init = { method: 'POST', body: twentyThreats(name), headers }
    const status = await statusOf(askApi(server.address, token, '/api/v1/imports/threats', init))
    if (status === undefined) return
    expect(status).toBe(202)
    done.imports.set(name, true)
    await pause(100)
  }
}

/** One after the other, until the server is gone. */
async function recordThreats(round: number, done: Done): Promise<void> {
  for (let turn = 0; ; turn++) {
    const name = `Recorded ${round}-${turn}-`
    done.threats.set(name, false)
    const status = await statusOf(recordThreat(name))
    if (status === undefined) return
    expect(status).toBe(201)
    done.threats.set(name, true)
  }
}

/** The name is the key, too: sent again it is the same request. */
function recordThreat(name: string): Promise<Response> {
  return askApi(server.address, token, '/api/v1/threats', {
    method: 'POST',
    body: JSON.stringify({ name, threatType: 'Vulnerability', crimeCategory: 'Drugs' }),
    headers: { 'content-type': 'application/json', 'idempotency-key': name.replaceAll(' ', '-') },
  })
}

async function readPages(browser: Browser): Promise<void> {
  while ((await statusOf(browser.get('/threats'))) === 200);
}

/** The status of an answer, or undefined when the server went before it came. */
async function statusOf(asked: Promise<Response>): Promise<number | undefined> {
  try {
    const answered = await asked
    await answered.arrayBuffer()
    return answered.status
  } catch {
    return undefined
  }
}

/** Kills the server; its database, too, or that is left running for the next to take over. */
async function kill(withDatabase: boolean): Promise<void> {
  const postgres = await postgresPid()
  server.signal('SIGKILL')
  if (withDatabase) process.kill(postgres, 'SIGKILL')
  expect((await server.ended).status).toBe('SIGKILL')
}

async function expectAllThere(done: Done): Promise<void> {
  for (const [reference, { acknowledged, asked }] of done.handlings) {
    const { handling } = (await (await askApi(server.address, token, `/api/v1/threats/${reference}`)).json()) as {
      readonly handling: string
    }
    // What was asked last and not answered may have been done, or not.
    expect([acknowledged ?? 'Region', asked].filter(Boolean), reference).toContain(handling)
  }
  for (const [name, isAcknowledged] of done.threats) {
    const before = await countOf(name)
    expect(isAcknowledged ? [1] : [0, 1], name).toContain(before)
    // Whoever got no answer asks again, and it is there once, whether it had been recorded or not.
    expect((await recordThreat(name)).status).toBe(201)
    expect(await countOf(name), name).toBe(1)
  }
  const last = await importOver(server.address, token, 'threats', twentyThreats(`Last ${randomUUID()} `))
  expect(last.state).toBe('done')
  for (const [name, isAcknowledged] of done.imports) {
    const total = isAcknowledged ? await countOnceTaken(name) : await countOf(name)
    expect(isAcknowledged ? [20] : [0, 20], name).toContain(total)
  }
}

/** A job that was cut off is taken up again within a minute. */
async function countOnceTaken(name: string): Promise<number> {
  for (let turn = 0; turn < 120; turn++) {
    const total = await countOf(name)
    if (total > 0) return total
    await pause(1000)
  }
  return 0
}

async function countOf(name: string): Promise<number> {
  const query = new URLSearchParams({ name, limit: '1' })
  const answered = await askApi(server.address, token, `/api/v1/threats?${query.toString()}`)
  return ((await answered.json()) as { readonly total: number }).total
}

function twentyThreats(name: string): string {
  const header = 'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category\n'
  const key = name.replaceAll(/\W+/g, '-').toUpperCase()
  return Array.from(
    { length: 20 },
    (_, index) =>
      `${key}${index},2024-01-01T00:00:00Z,Cheshire Constabulary,${name}${index},Vulnerability,Tactical,SOC,Moderated,Tier 3,Active,Drugs\n`,
  ).reduce((text, line) => text + line, header)
}

async function postgresPid(): Promise<number> {
  const [pid] = (await readFile(join(dataFolder, 'postgres/postmaster.pid'), 'utf8')).split('\n')
  return Number(pid)
}

/** Waits for the end of a process: it gives its lock file up a moment before. */
async function gone(pid: number): Promise<void> {
  while (lives(pid)) await pause(20)
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
