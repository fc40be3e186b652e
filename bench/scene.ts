import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { appRole, appUrlFor } from '../src/platform/database/app-role.ts'
import { statementsOf, whileLogging } from './capture-statements.ts'
import type { Statement } from './captured.ts'
import { ending } from './ending.ts'
import type { Measured } from './measured.ts'
import { addAskers, addColleagues, type Askers, type Colleagues } from './people.ts'
import { type PgbenchOptions, runPgbench } from './pgbench.ts'
import { withProcessorTime } from './processor-time.ts'
import type { Programs } from './programs.ts'
import { type BenchServer, startBenchServer } from './server.ts'
import { settleDigests } from './settle-digests.ts'
import type { StatementScript } from './statement-script.ts'
import { runWrk } from './wrk.ts'
import type { WrkRequest } from './wrk-script.ts'

export interface SceneOptions {
  readonly programs: Programs
  /** The copy that is run on, as its owner. */
  readonly ownerUrl: string
  readonly folder: string
  /** How many times today's England and Wales. */
  readonly factor: number
  readonly connections: number
  /** How long a measurement lasts, unless it has to last longer. */
  readonly seconds: number
  readonly mixedSeconds: number
  readonly random: () => number
}

/** What every operation has at hand: a loaded database, a server on it, those who ask, and the tools that load both. */
export interface Scene extends SceneOptions {
  readonly server: BenchServer
  /** As the owner of the tables. */
  readonly client: pg.Client
  /** The database as the program's own role. */
  readonly appUrl: string
  readonly askers: Askers
  /** More people with the same views, added when they are first asked for. */
  readonly colleagues: () => Promise<Colleagues>
  /** Sends each request twice, and gives back the transactions by which the second was answered. */
  readonly capture: (requests: readonly WrkRequest[]) => Promise<readonly (readonly Statement[])[]>
  /** Sends a request that can't be sent twice, and gives back its transaction with what was answered. */
  readonly captureOnce: (request: WrkRequest) => Promise<CapturedAnswer>
  /** The server under load, with the processor time it took. */
  readonly ask: (load: readonly WrkRequest[] | string, seconds: number, connections?: number) => Promise<Measured>
  /** The same statements without the server, by default as the program's own role. */
  readonly replay: (scripts: readonly StatementScript[], seconds: number, options?: ReplayOptions) => Promise<Measured>
  /** What was started beside the server is stopped before it, the last first. */
  readonly stopWith: (stop: () => Promise<void>) => void
  readonly close: () => Promise<void>
}

/** As whom statements are replayed, with which settings of the connection, by how many at once. */
export type ReplayOptions = Partial<Pick<PgbenchOptions, 'url' | 'settings' | 'clients'>>

/** Starts a server on the copy and lets those in who ask. */
export async function openScene(options: SceneOptions): Promise<Scene> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'fourfold-bench' })
  await client.connect()
  try {
    await settleDigests(client)
    const begun = new Date()
    const server = await startBenchServer(options.ownerUrl, options.folder)
    try {
      await firstRoundDone(client, begun)
      const force = await largestForce(client)
      return sceneOf(options, { client, server, force, askers: await addAskers(server, force) })
    } catch (fault) {
      await server.stop()
      throw fault
    }
  } catch (fault) {
    await client.end()
    throw fault
  }
}

interface Opened extends Pick<Scene, 'client' | 'server' | 'askers'> {
  /** The largest. */
  readonly force: string
}

function sceneOf(options: SceneOptions, { client, server, askers, force }: Opened): Scene {
  const { programs, ownerUrl, connections } = options
  const appUrl = appUrlFor(ownerUrl)
  const stops: (() => Promise<void>)[] = []
  let colleagues: Promise<Colleagues> | undefined
  return {
    ...options,
    server,
    client,
    appUrl,
    askers,
    colleagues: () => (colleagues ??= addColleagues(server, askers, force)),
    capture: requests => captureAll(client, server, requests),
    captureOnce: request => captureOnce(client, server, request),
    ask: (load, seconds, asking = connections) =>
      withProcessorTime({ serverPid: server.pid, client, role: appRole }, () =>
        runWrk({ wrk: programs.wrk, address: server.address, connections: asking, seconds, load }),
      ),
    replay: (scripts, seconds, replayed) =>
      runPgbench({ pgbench: programs.pgbench, url: appUrl, clients: connections, seconds, scripts, ...replayed }),
    stopWith: stop => void stops.unshift(stop),
    close: async () => {
      try {
        for (const stop of stops) await stop()
      } finally {
        await server.stop()
        await client.end()
      }
    },
  }
}

async function largestForce(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select o.name from threats.threat t join organisations.organisation o on o.id = t.owner_id
     where o.kind = 'Police force' group by o.name order by count(*) desc, o.name limit 1`,
  )
  return rows[0]?.name ?? ''
}

async function captureAll(client: pg.Client, server: BenchServer, requests: readonly WrkRequest[]) {
  // The first request of a while also notes that the token was used.
  for (const request of requests) await send(server, request, 'bench-warm-up')
  const ids = requests.map((_, index) => `bench-capture-${index}`)
  const { lines } = await whileLogging(client, async () => {
    for (const [index, request] of requests.entries()) await send(server, request, ids[index] ?? '')
  })
  return ids.map(id => statementsOf(lines, id))
}

/** A request's transaction, and its answer. */
export interface CapturedAnswer {
  readonly statements: readonly Statement[]
  readonly body: string
  readonly headers: Headers
}

async function captureOnce(client: pg.Client, server: BenchServer, request: WrkRequest): Promise<CapturedAnswer> {
  const { result, lines } = await whileLogging(client, () => send(server, request, 'bench-capture-once'))
  return { ...result, statements: statementsOf(lines, 'bench-capture-once') }
}

/** @throws Error when the answer is none of 2xx. */
async function send(server: BenchServer, request: WrkRequest, requestId: string) {
  const { method = 'GET', path, headers = {}, body = null } = request
  const answered = await fetch(server.address + path, {
    method,
    body,
    redirect: 'manual',
    headers: { ...headers, 'x-request-id': requestId },
  })
  const text = await answered.text()
  if (!answered.ok) throw new Error(`${method} ${path} was answered with ${answered.status}: ${text.slice(0, 500)}`)
  return { body: text, headers: answered.headers }
}

const longestRound = 300

/** A server that has just started goes through all plans, which at ten times the size takes one of the processors for a minute. */
async function firstRoundDone(client: pg.Client, begun: Date): Promise<void> {
  for (let seconds = 0; seconds < longestRound; seconds += 1) {
    const { rowCount } = await client.query('select from plans.findings_kept where at >= $1', [begun])
    if (rowCount === 1) return
    await pause(1000, undefined, { signal: ending })
  }
}
