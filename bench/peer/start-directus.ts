import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../test/running-server.ts'
import { ending } from '../ending.ts'
import { runProgram } from '../run-program.ts'
import type { InstalledDirectus } from './install-directus.ts'
import type { PeerDatabase } from './peer-database.ts'

/** Directus, serving. */
export interface RunningDirectus {
  readonly address: string
  readonly pid: number
  /** Of its administrator. */
  readonly token: string
  readonly stop: () => Promise<void>
}

const longestStart = 120_000

/**
 * Makes Directus' own tables, starts it on a loopback port and waits until it serves.
 *
 * @param folder what it writes goes there.
 */
export async function startDirectus(
  { on, cli }: InstalledDirectus,
  database: PeerDatabase,
  folder: string,
): Promise<RunningDirectus> {
  await mkdir(folder, { recursive: true })
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const token = secret()
  const env = { ...on.env, ...settings(database, folder), PORT: String(port), PUBLIC_URL: address, ADMIN_TOKEN: token }
  const made = await runProgram(on.node, [cli, 'bootstrap'], { cwd: folder, env })
  if (made.status !== 0) throw new Error(`Directus could not make its tables: ${made.said.slice(-500)}`)
  const child = spawn(on.node, [cli, 'start'], { cwd: folder, env: { ...process.env, ...env }, stdio: 'ignore' })
  const kill = (): void => void child.kill('SIGKILL')
  // Whatever ends us must not leave it behind.
  process.on('exit', kill)
  const stop = async (): Promise<void> => {
    process.off('exit', kill)
    await end(child)
  }
  try {
    await served(address, child)
    return { address, pid: child.pid ?? 0, token, stop }
  } catch (fault) {
    await stop()
    throw fault
  }
}

/** As quick as its own settings make it: nothing is counted, limited or told that ours doesn't do too. */
function settings({ url, searchPath }: PeerDatabase, folder: string): Readonly<Record<string, string>> {
  return {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    SECRET: secret(),
    ADMIN_EMAIL: 'administrator@bench.example.com',
    ADMIN_PASSWORD: secret(),
    DB_CLIENT: 'pg',
    DB_HOST: url.hostname,
    DB_PORT: url.port,
    DB_DATABASE: url.pathname.slice(1),
    DB_USER: url.username,
    DB_PASSWORD: url.password,
    DB_SEARCH_PATH: `array:${searchPath.join(',')}`,
    LOG_LEVEL: 'error',
    TELEMETRY: 'false',
    RATE_LIMITER_ENABLED: 'false',
    PRESSURE_LIMITER_ENABLED: 'false',
    CACHE_ENABLED: 'false',
    CACHE_SCHEMA_FREEZE_ENABLED: 'true',
    WEBSOCKETS_ENABLED: 'false',
    SERVE_APP: 'false',
    EXTENSIONS_PATH: `${folder}/extensions`,
    STORAGE_LOCATIONS: 'local',
    STORAGE_LOCAL_ROOT: `${folder}/uploads`,
  }
}

/** Begins with a letter: Directus reads settings that look like numbers as numbers. */
function secret(): string {
  return `peer-${randomBytes(24).toString('hex')}`
}

async function served(address: string, child: ChildProcess): Promise<void> {
  const given = performance.now()
  while (performance.now() - given < longestStart) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('Directus ended when it was started.')
    if (await isServing(address)) return
    await pause(200, undefined, { signal: ending })
  }
  throw new Error('Directus did not serve within two minutes.')
}

async function isServing(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/server/ping`, { signal: ending })).ok
  } catch {
    return false
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const patience = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(patience)
}
