import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync, readlinkSync, realpathSync, renameSync, statSync } from 'node:fs'
import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { errorCode } from './outcome.ts'
import { serverProcess } from './server-process.ts'
import type { ServerUser } from './server-user.ts'

/** What the cluster's own lock file says of its server. */
export type Postmaster =
  | { readonly state: 'absent' }
  | { readonly state: 'starting'; readonly pid: number }
  | { readonly state: 'ready'; readonly pid: number; readonly port: number }

/**
 * Looks whether a server runs on the cluster. A lock file whose process is gone, or is by now another program (numbers
 * are given out again, at once after a container restarts), is removed: PostgreSQL itself would refuse to start over the latter.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster> {
  const path = join(cluster, 'postmaster.pid')
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return { state: 'absent' }
  // Its lines: process, folder, start, port, socket folder, address, shared memory, state.
  const lines = text.split('\n').map(line => line.trim())
  const pid = Number(lines[0])
  const live = Number.isInteger(pid) && pid > 0 ? isServerOf(cluster, pid) : await isBeingWritten(path)
  if (!live) {
    if ((await readFile(path, 'utf8').catch(() => '')) === text) await rm(path, { force: true })
    return { state: 'absent' }
  }
  return lines[7] === 'ready' ? { state: 'ready', pid, port: Number(lines[3]) } : { state: 'starting', pid }
}

/** Says whether a process has that number, of whatever user. */
export function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** A server that was just started. */
export interface StartedPostmaster {
  readonly pid: number
  /** Resolves when the process ends: with what it logged if it ended by an error of its own, not by a signal or in order. */
  readonly ended: Promise<string | undefined>
}

export interface PostmasterOptions {
  readonly cluster: string
  readonly logFile: string
  readonly binaries: Binaries
  readonly user: ServerUser | undefined
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
}

/** Starts a server. It outlives us when we are killed: it holds no pipe of ours, and logs to a file. */
export function startPostmaster(options: PostmasterOptions): StartedPostmaster {
  turnLog(options.logFile)
  const log = openSync(options.logFile, 'a', 0o600)
  const from = fstatSync(log).size
  const settings = { ...fixedSettings, ...options.settings, port: String(options.port) }
  const child = spawn(
    options.binaries.postgres,
    ['-D', options.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...serverProcess(options.user), stdio: ['ignore', log, log] },
  )
  closeSync(log)
  child.unref()
  const ended = new Promise<string | undefined>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', status => resolve(status ? readFileSync(options.logFile).subarray(from).toString() : undefined))
  })
  return { pid: child.pid ?? 0, ended }
}

/** Stops a server, whoever started it: ends its sessions, writes all out, and waits until it is gone. */
export async function stopPostmaster(cluster: string, pid: number, binaries: Binaries): Promise<void> {
  if (process.platform === 'win32') {
    spawn(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast'], {
      ...serverProcess(undefined),
      stdio: 'ignore',
    }).unref()
  } else if (processLives(pid)) {
    process.kill(pid, 'SIGINT')
  }
  for (;;) {
    const now = await findPostmaster(cluster)
    if (now.state === 'absent' || now.pid !== pid) return
    await pause(10)
  }
}

const fixedSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '256MB',
  jit: 'off',
  // Neither statements nor the details of their errors go to the log: both can hold personal data.
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

const logLimit = 10_000_000

function turnLog(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > logLimit) renameSync(path, `${path}.1`)
}

/** A lock file that has no number yet is a server's first act, or, some seconds old, its last. */
async function isBeingWritten(path: string): Promise<boolean> {
  const written = await stat(path).catch(() => undefined)
  return written !== undefined && Date.now() - written.mtimeMs < 5000
}

/** Says whether that process is the server of this cluster: a server's working folder is its cluster. */
function isServerOf(cluster: string, pid: number): boolean {
  if (process.platform !== 'linux') return processLives(pid)
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch (error) {
    // No such link: gone, or ended and not yet collected by its parent. Not ours to read: another user's, so alive.
    return errorCode(error) !== 'ENOENT' && processLives(pid)
  }
}
