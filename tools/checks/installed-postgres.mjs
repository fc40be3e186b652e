import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
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

// What is written is not waited for.
const forSpeed = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
  log_min_messages: 'panic',
}

/**
 * Starts it, by default in a temporary folder, for speed and not for keeps: `{ url, stop }`, the address as a superuser. A folder
 * that is given is made where it isn't there, and stays.
 */
export async function startInstalled(programs, { folder: kept, settings: own = forSpeed } = {}) {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'fourfold-installed-'))
  const remove = () => kept === undefined && rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    return await startIn(programs, folder, own, remove)
  } catch (error) {
    remove()
    throw error
  }
}

async function startIn(programs, folder, own, remove) {
  mkdirSync(folder, { recursive: true })
  const cluster = join(folder, 'cluster')
  const chosen = chooseServerUser(cluster)
  if (!chosen.ok) throw new Error(chosen.problem)
  const account = serverProcess(chosen.value)
  if (chosen.value) chownSync(folder, chosen.value.uid, chosen.value.gid)
  chmodSync(folder, 0o700)
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    const initdb = ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
    const made = await run(`${programs}/initdb`, initdb, account)
    if (made.status !== 0) throw new Error(made.output)
  }
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    ...own,
    port: String(port),
  }
  const stated = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(`${programs}/postgres`, ['-D', cluster, ...stated], {
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
      remove()
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
