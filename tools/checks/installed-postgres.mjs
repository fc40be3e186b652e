import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { serverProcess } from '../../src/platform/embedded-postgres/server-process.ts'
import { chooseServerUser } from '../../src/platform/embedded-postgres/server-user.ts'
import { run } from '../ready/run.mjs'

/** The folder of programs of the oldest PostgreSQL that Debian has installed here and we support; undefined when there is none. */
export function installedPostgres() {
  const folders = globSync('/usr/lib/postgresql/*/bin/initdb').map(path => path.replace(/\/initdb$/, ''))
  const version = folder => Number(folder.split('/').at(-2))
  return folders.filter(folder => version(folder) >= 15).sort((a, b) => version(a) - version(b))[0]
}

/** Starts it in a temporary folder, for speed and not for keeps: `{ url, stop }`, the address as a superuser. */
export async function startInstalled(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'fourfold-installed-'))
  const cluster = join(folder, 'cluster')
  const chosen = chooseServerUser(cluster)
  if (!chosen.ok) throw new Error(chosen.problem)
  const account = serverProcess(chosen.value)
  if (chosen.value) chownSync(folder, chosen.value.uid, chosen.value.gid)
  chmodSync(folder, 0o700)
  const initdb = ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  const made = await run(`${programs}/initdb`, initdb, account)
  if (made.status !== 0) throw new Error(made.output)
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'max_connections=200',
    'timezone=UTC',
    'log_min_messages=panic',
    `port=${port}`,
  ]
  const server = spawn(`${programs}/postgres`, ['-D', cluster, ...settings.flatMap(one => ['-c', one])], {
    ...account,
    stdio: 'ignore',
  })
  const ended = once(server, 'exit')
  // Whatever ends us must not leave it behind.
  const kill = () => server.kill('SIGQUIT')
  process.on('exit', kill)
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  await answers(url, server)
  return {
    url,
    stop: async () => {
      process.off('exit', kill)
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answers(url, server) {
  while (server.exitCode === null) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch {
      await pause(50)
    }
  }
  throw new Error('The installed PostgreSQL did not start.')
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}
