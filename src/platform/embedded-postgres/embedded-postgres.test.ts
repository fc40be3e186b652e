import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { attachEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './index.ts'

const isRoot = process.getuid?.() === 0
const program = join(import.meta.dirname, '../../../test/use-embedded-postgres.ts')

let parent: string
let dataFolder: string
let cleanUp: (() => unknown)[]

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'fourfold-launcher-'))
  await chmod(parent, 0o755)
  dataFolder = join(parent, 'data')
  cleanUp = []
})

afterEach(async () => {
  for (const act of cleanUp.toReversed()) await act()
  await stopLeftServer()
  await rm(parent, { recursive: true, force: true })
})

it('makes the database on the first start and finds it as it was on the next', async () => {
  const first = await serve()
  await ask(first.ownerUrl, 'create table kept as select 42 as answer')
  await first.stop()
  expect(await serverRuns()).toBe(false)

  const second = await serve()
  expect(second.startedHere).toBe(true)
  expect(await ask(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
})

it('gives an owner that is no superuser, and a server that keeps to itself', async () => {
  const { ownerUrl } = await serve()
  expect(
    await ask(ownerUrl, 'select rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user'),
  ).toEqual([{ rolsuper: false, rolcreaterole: true, rolbypassrls: false }])
  const settings = ['listen_addresses', 'fsync', 'data_checksums', 'server_encoding', 'TimeZone']
  const rows = await ask(
    ownerUrl,
    `select name, setting from pg_settings where name = any('{${settings.join()}}') order by name`,
  )
  expect(Object.fromEntries(rows.map(row => [row['name'], row['setting']]))).toEqual({
    TimeZone: 'UTC',
    data_checksums: 'on',
    fsync: 'on',
    listen_addresses: '127.0.0.1',
    server_encoding: 'UTF8',
  })
  expect(await ask(ownerUrl, `select 'Éa' < 'Z' as by_words, lower('É') as lower`)).toEqual([
    { by_words: false, lower: 'é' },
  ])
  const wrongPassword = new URL(ownerUrl)
  wrongPassword.password = 'guess'
  await expect(ask(wrongPassword.toString(), 'select 1')).rejects.toMatchObject({ code: '28P01' })
})

it('takes over the server of a killed process, with all it had acknowledged', async () => {
  const killed = await inProcess('serve')
  await ask(killed.answer.ownerUrl, 'create table kept as select 1 as one')
  await end(killed.child, 'SIGKILL')
  expect(await serverRuns()).toBe(true)

  const next = await serve()
  expect(next.startedHere).toBe(false)
  expect(await ask(next.ownerUrl, 'select one from kept')).toEqual([{ one: 1 }])
  await next.stop()
  expect(await serverRuns()).toBe(false)
})

it('refuses a second server on the folder in one line, until the first is gone', async () => {
  const first = await inProcess('serve')
  const refused = await startEmbeddedPostgres({ dataFolder, report })
  expect(refused).toEqual({ ok: false, problem: expect.stringMatching(/^Fourfold is already running on [^\n]+$/) })
  expect(await ask(first.answer.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])

  await end(first.child, 'SIGKILL')
  expect((await serve()).startedHere).toBe(false)
})

it('is shared by the command line, and stopped by whoever leaves last', async () => {
  const server = await inProcess('serve')
  const commandLine = await attach()
  expect(commandLine.startedHere).toBe(false)
  expect(commandLine.ownerUrl).toBe(server.answer.ownerUrl)

  server.child.stdin?.end()
  await once(server.child, 'exit')
  expect(await ask(commandLine.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  await commandLine.stop()
  expect(await serverRuns()).toBe(false)
})

it('is not stopped by a command that started it when a server has taken it over', async () => {
  const commandLine = await attach()
  expect(commandLine.startedHere).toBe(true)
  const server = await serve()
  await commandLine.stop()
  expect(await ask(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

it('comes to one server when many commands start at once, and to none when all have ended', async () => {
  const all = await Promise.all([1, 2, 3, 4, 5].map(() => inProcess('attach')))
  expect(new Set(all.map(one => one.answer.ownerUrl)).size).toBe(1)
  expect(all.filter(one => one.answer.startedHere)).toHaveLength(1)
  for (const { child } of all) child.stdin?.end()
  await Promise.all(all.map(({ child }) => once(child, 'exit')))
  expect(await serverRuns()).toBe(false)
  expect((await readdir(dataFolder)).filter(name => name.startsWith('postgres.new-'))).toEqual([])
})

it('is whole after five kills in the middle of making it', async () => {
  for (const delay of [150, 300, 500, 800, 1200]) {
    const child = start('serve')
    await pause(delay)
    await end(child, 'SIGKILL')
  }
  const { ownerUrl } = await serve()
  expect(await ask(ownerUrl, 'select current_database() as name')).toEqual([{ name: 'fourfold' }])
})

it('clears away what a killed start left half made', async () => {
  const halfMade = join(dataFolder, 'postgres.new-999999999-abc')
  await mkdir(join(halfMade, 'cluster'), { recursive: true })
  await chmod(dataFolder, 0o711)
  await writeFile(join(halfMade, 'cluster', 'PG_VERSION'), '18\n')
  await serve()
  expect(existsSync(halfMade)).toBe(false)
})

it('leaves no server behind when a signal ends a process that does not listen to it', async () => {
  const running = await inProcess('serve')
  await end(running.child, 'SIGTERM')
  expect(running.child.signalCode).toBe('SIGTERM')
  expect(await serverRuns()).toBe(false)

  const starting = start('serve')
  await pause(400)
  await end(starting, 'SIGINT')
  expect(await serverRuns()).toBe(false)
})

it('starts a server that died again at the same address', async () => {
  const { ownerUrl } = await serve()
  process.kill(await serverProcessId(), 'SIGKILL')
  await expect
    .poll(() => ask(ownerUrl, 'select 1 as one').catch(() => 'not yet'), { timeout: 30_000 })
    .toEqual([{ one: 1 }])
})

it('is not put off by a lock file that names another program', async () => {
  const first = await serve()
  const stale = await readFile(lockFile(), 'utf8')
  await first.stop()
  await writeFile(lockFile(), stale.replace(/^\d+/, String(process.pid)))
  const { ownerUrl } = await serve()
  expect(await ask(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

it('says what to do when the folder can not be used', async () => {
  await writeFile(dataFolder, 'a file')
  expect(await startEmbeddedPostgres({ dataFolder, report })).toEqual({
    ok: false,
    problem: expect.stringMatching(/^The data folder .+ can't be used: .+ Set FOURFOLD_DATA/),
  })
})

it.runIf(isRoot)('says which folder bars the way of the user that the server runs as', async () => {
  await chmod(parent, 0o700)
  expect(await startEmbeddedPostgres({ dataFolder, report })).toEqual({
    ok: false,
    problem: expect.stringMatching(new RegExp(`may not enter ${parent}\\. Set FOURFOLD_DATA to a folder`)),
  })
})

async function serve(): Promise<EmbeddedPostgres> {
  return keep(await startEmbeddedPostgres({ dataFolder, report }))
}

async function attach(): Promise<EmbeddedPostgres> {
  return keep(await attachEmbeddedPostgres({ dataFolder, report }))
}

function keep(opened: Awaited<ReturnType<typeof startEmbeddedPostgres>>): EmbeddedPostgres {
  if (!opened.ok) throw new Error(opened.problem)
  cleanUp.push(opened.value.stop)
  return opened.value
}

function report(): void {
  // What is reported here says only that something is slow.
}

interface Answer {
  readonly ok: boolean
  readonly ownerUrl: string
  readonly startedHere: boolean
}

async function inProcess(
  purpose: 'serve' | 'attach',
): Promise<{ readonly child: ChildProcess; readonly answer: Answer }> {
  const child = start(purpose)
  if (child.stdout === null) throw new Error('no output')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const answer: Answer = JSON.parse((await lines.next()).value ?? '{}')
  expect(answer).toMatchObject({ ok: true })
  return { child, answer }
}

function start(purpose: 'serve' | 'attach'): ChildProcess {
  const child = spawn(process.execPath, [program, purpose, dataFolder], { stdio: ['pipe', 'pipe', 'inherit'] })
  cleanUp.push(() => end(child, 'SIGKILL'))
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

async function ask(url: string, query: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(query)).rows
  } finally {
    await client.end()
  }
}

function lockFile(): string {
  return join(dataFolder, 'postgres', 'postmaster.pid')
}

async function serverProcessId(): Promise<number> {
  return Number.parseInt(await readFile(lockFile(), 'utf8'), 10)
}

async function serverRuns(): Promise<boolean> {
  const pid = await serverProcessId().catch(() => undefined)
  return pid !== undefined && existsSync(`/proc/${pid}/cwd`)
}

async function stopLeftServer(): Promise<void> {
  if (!(await serverRuns())) return
  process.kill(await serverProcessId(), 'SIGQUIT')
  while (await serverRuns()) await pause(20)
}
