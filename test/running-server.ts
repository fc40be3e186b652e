import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const checkout = join(import.meta.dirname, '..')
const node = join(checkout, 'node_modules/.bin/node')

/** What a program said, and how it ended: its exit code, or the signal that ended it. */
export interface Ended {
  readonly status: number | string
  readonly out: string
  readonly said: string
}

/** The built server as a process of its own. */
export interface RunningServer {
  readonly address: string
  readonly pid: number
  readonly signal: (name: NodeJS.Signals) => void
  readonly ended: Promise<Ended>
}

/** Builds what is not built. */
export async function makeReady(): Promise<void> {
  const { status, said } = await ended(spawn(node, ['tools/ready.mjs'], { cwd: checkout }))
  if (status !== 0) throw new Error(`The checkout can't be made ready: ${said}`)
}

/** A folder for an embedded database: it can be entered by the user that the database runs as. */
export async function temporaryFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), 'fourfold-running-'))
  await chmod(parent, 0o755)
  return { path: join(parent, 'data'), remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }) }
}

/** A port that nothing listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port was given.')
  return address.port
}

interface ServerOptions {
  readonly dataFolder: string
  readonly sample: 'none' | 'north-west'
  readonly port?: number
  /** Settings over the usual ones. */
  readonly settings?: Readonly<Record<string, string>>
  /** What Node itself is told. */
  readonly nodeOptions?: readonly string[]
}

/** Starts the built server on a data folder, and waits until it serves. */
export async function runServer(options: ServerOptions): Promise<RunningServer> {
  const port = options.port ?? (await freePort())
  const child = startMain({ ...options, port })
  const whenEnded = ended(child)
  const address = `http://127.0.0.1:${port}`
  let over: Ended | undefined
  void whenEnded.then(result => (over = result))
  while (!(await isServing(address))) {
    if (over !== undefined) throw new Error(`The server ended with ${over.status}: ${over.said}${over.out}`)
    await pause(50)
  }
  return { address, pid: child.pid ?? 0, signal: name => void child.kill(name), ended: whenEnded }
}

/** Starts the built server where it is expected to end by itself; it is ended when it does not within half a minute. */
export async function runToItsEnd(options: ServerOptions): Promise<Ended> {
  const child = startMain({ ...options, port: options.port ?? (await freePort()) })
  const patience = setTimeout(() => child.kill('SIGTERM'), 30_000)
  try {
    return await ended(child)
  } finally {
    clearTimeout(patience)
  }
}

/** Settings over the usual ones, and what ends a command before its end. */
interface CommandOptions {
  readonly settings?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Runs the built command line on a data folder. */
export async function runCommand(
  dataFolder: string,
  words: readonly string[],
  { settings = {}, signal }: CommandOptions = {},
): Promise<Ended> {
  const env = { ...usualSettings(dataFolder), ...settings }
  return ended(spawn(node, ['dist/fourfold.js', ...words], { cwd: checkout, env, signal }))
}

function startMain(options: ServerOptions & { readonly port: number }): ChildProcess {
  const { dataFolder, sample, port, settings = {}, nodeOptions = [] } = options
  const env = { ...usualSettings(dataFolder), FOURFOLD_SAMPLE: sample, PORT: String(port), ...settings }
  return spawn(node, [...nodeOptions, 'dist/main.js'], { cwd: checkout, env })
}

function usualSettings(dataFolder: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, NODE_ENV: _env, NODE_OPTIONS: _options, ...rest } = process.env
  // What is tested here asks more in a moment than programs may in a minute.
  const limits = { FOURFOLD_API_READS_A_MINUTE: '100000', FOURFOLD_API_WRITES_A_MINUTE: '100000' }
  return { ...rest, ...limits, FOURFOLD_DATA: dataFolder }
}

async function ended(child: ChildProcess): Promise<Ended> {
  let [out, said] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { status: code ?? signal ?? 'unknown', out, said }
}

async function isServing(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/ping`)).ok
  } catch {
    return false
  }
}
