import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { clusterFolderOf, readOwnerPassword } from './cluster.ts'
import { done, refuse, type Outcome, type Refusal } from './outcome.ts'
import { takePlace, type Place } from './place.ts'
import { findPostmaster, startPostmaster } from './postmaster.ts'
import type { ServerUser } from './server-user.ts'

/** All that is needed to start the server of a data folder. */
export interface ServerFolder {
  readonly dataFolder: string
  readonly binaries: Binaries
  readonly user: ServerUser | undefined
  readonly settings: Readonly<Record<string, string>>
  readonly report: (line: string) => void
}

/** A place at a server that runs, and the server's process. */
export interface RunningServer {
  readonly place: Place
  readonly pid: number
  readonly startedByUs: boolean
}

// A server that can't start for one of these may well start a moment later: another start was first, the port was taken
// meanwhile, or the processes of a killed server have not all ended yet.
const passing = /lock file "postmaster.pid"|could not create any TCP\/IP sockets|shared memory block|is empty/
const patience = 60_000

/**
 * Takes a place at the server of the folder, starting one when none runs. Many processes may do so at once: one server
 * comes of it, because PostgreSQL's own lock file lets only one start.
 *
 * @param port where to listen if we start it; any free one by default.
 */
export async function joinServer(folder: ServerFolder, port?: number): Promise<Outcome<RunningServer>> {
  const slow = setTimeout(() => folder.report('Waiting for the database server to be ready.'), 2000)
  return joinOrStart(folder, port).finally(() => clearTimeout(slow))
}

async function joinOrStart(folder: ServerFolder, port?: number): Promise<Outcome<RunningServer>> {
  const password = await readOwnerPassword(folder.dataFolder)
  const deadline = Date.now() + patience
  let attempt: Attempt | undefined
  for (;;) {
    const now = await findPostmaster(clusterFolderOf(folder.dataFolder))
    if (now.state === 'absent' && attempt?.running !== true) {
      const fatal = fatalFailure(attempt, deadline)
      if (fatal !== undefined) return fatal
      attempt = await start(folder, port)
    }
    if (now.state === 'ready') {
      const place = await takePlace(now.port, password)
      if (place === 'stranger') return refuse('The database server does not accept the password kept in its folder.')
      if (place !== 'wait') return done({ place, pid: now.pid, startedByUs: now.pid === attempt?.pid })
      if (Date.now() > deadline) return refuse('The database server takes no connections.')
    }
    await pause(10)
  }
}

interface Attempt {
  readonly pid: number
  running: boolean
  failure: string | undefined
}

async function start(folder: ServerFolder, port = 0): Promise<Attempt> {
  const cluster = clusterFolderOf(folder.dataFolder)
  const logFile = join(folder.dataFolder, 'postgres.log')
  const { pid, ended } = startPostmaster({ ...folder, cluster, logFile, port: port || (await freePort()) })
  const attempt: Attempt = { pid, running: true, failure: undefined }
  void ended.then(failure => Object.assign(attempt, { running: false, failure }))
  return attempt
}

function fatalFailure(attempt: Attempt | undefined, deadline: number): Refusal | undefined {
  const failure = attempt?.failure
  if (failure === undefined || (passing.test(failure) && Date.now() < deadline)) return undefined
  return refuse(`The database server could not start: ${lastLines(failure)}`)
}

function lastLines(log: string): string {
  return log.trim().split('\n').slice(-4).join(' ').slice(-600) || 'it said nothing'
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('A listening socket has no port.')
  return address.port
}
