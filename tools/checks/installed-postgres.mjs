import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
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
 * Starts it, by default in a temporary folder, for speed and not for keeps: `{ url, signal, startAgain, stop }`, the address as a
 * superuser. A folder that is given is made where it isn't there, and stays. With `replicaOf`, the address of another as a
 * superuser, it is a streaming replica of that.
 */
export async function startInstalled(programs, { folder: kept, settings: own = forSpeed, replicaOf } = {}) {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'fourfold-installed-'))
  const remove = () => kept === undefined && rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    return await startIn(programs, { folder, own, replicaOf, remove })
  } catch (error) {
    remove()
    throw error
  }
}

async function startIn(programs, { folder, own, replicaOf, remove }) {
  mkdirSync(folder, { recursive: true })
  const cluster = join(folder, 'cluster')
  const chosen = chooseServerUser(cluster)
  if (!chosen.ok) throw new Error(chosen.problem)
  const account = serverProcess(chosen.value)
  if (chosen.value) chownSync(folder, chosen.value.uid, chosen.value.gid)
  chmodSync(folder, 0o700)
  if (!existsSync(join(cluster, 'PG_VERSION'))) await makeCluster(programs, cluster, account, replicaOf)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    ...own,
    port: String(port),
  }
  const stated = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const start = async () => {
    const child = spawn(`${programs}/postgres`, ['-D', cluster, ...stated], { ...account, stdio: 'ignore' })
    await answers(url, child)
    return child
  }
  let server = await start()
  const signal = name => isRunning(server) && signalAll(server.pid, name)
  // Whatever ends us must not leave it behind.
  const kill = () => signal('SIGQUIT')
  process.on('exit', kill)
  return {
    url,
    signal,
    startAgain: async () => {
      if (isRunning(server)) await once(server, 'exit')
      server = await start()
    },
    stop: async () => {
      process.off('exit', kill)
      if (isRunning(server)) {
        // One that was stopped dead would hear nothing else.
        signal('SIGCONT')
        server.kill('SIGINT')
        await once(server, 'exit')
      }
      remove()
    },
  }
}

async function makeCluster(programs, cluster, account, replicaOf) {
  const [program, ...options] =
    replicaOf === undefined
      ? ['initdb', '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']
      : ['pg_basebackup', '-d', replicaOf, '--write-recovery-conf', '--wal-method=stream', '--checkpoint=fast']
  const made = await run(`${programs}/${program}`, ['-D', cluster, ...options, '--no-sync'], account)
  if (made.status !== 0) throw new Error(made.output)
}

/** To a server and its processes, each of which has a process group of its own. */
function signalAll(pid, name) {
  for (const one of [pid, ...childrenOf(pid)]) {
    try {
      process.kill(one, name)
    } catch (error) {
      // It ended by itself meanwhile.
      if (error.code !== 'ESRCH') throw error
    }
  }
}

function childrenOf(pid) {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return listed.split(' ').map(Number).filter(Boolean)
}

function isRunning(server) {
  return server.exitCode === null && server.signalCode === null
}

async function answers(url, server) {
  while (isRunning(server)) {
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
