import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/platform/database/migrate.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the server's database `postgres`, as the role that owns all test databases. */
    readonly postgresOwnerUrl: string
  }
}

/**
 * Vitest's global set-up: one PostgreSQL for the run, with a migrated database to copy. It is the embedded one, or the
 * server that FOURFOLD_TEST_POSTGRES_URL names (as a superuser); none with FOURFOLD_TEST_POSTGRES_URL=none.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const named = process.env['FOURFOLD_TEST_POSTGRES_URL'] ?? ''
  if (named === 'none') return async () => undefined
  const server = named === '' ? await startServer() : { superuserUrl: named, stop: async () => undefined }
  try {
    project.provide('postgresOwnerUrl', await prepare(server.superuserUrl))
    return server.stop
  } catch (error) {
    await server.stop()
    throw error
  }
}

interface Server {
  readonly superuserUrl: string
  readonly stop: () => Promise<void>
}

/** An embedded PostgreSQL in a temporary folder, made for speed: it need not outlive a power cut. */
export async function startServer(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'fourfold-test-'))
  // The server runs as another user when we are root.
  await chmod(folder, 0o711)
  const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' }
  const started = await startEmbeddedPostgres({
    dataFolder: folder,
    settings,
    report: line => process.stderr.write(`${line}\n`),
  })
  if (!started.ok) throw new Error(started.problem)
  const url = new URL(started.value.ownerUrl)
  url.username = 'postgres'
  url.password = (await readFile(join(folder, 'postgres/postgres.password'), 'utf8')).trim()
  url.pathname = '/postgres'
  return {
    superuserUrl: url.toString(),
    stop: async () => {
      await started.value.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Makes the owner of the test databases and the template, and gives the owner's address. */
export async function prepare(superuserUrl: string): Promise<string> {
  const ownerUrl = new URL(superuserUrl)
  ownerUrl.username = 'fourfold_test_owner'
  ownerUrl.password = randomBytes(16).toString('hex')
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    const role = `role ${ownerUrl.username} login createrole createdb password '${ownerUrl.password}'`
    await client.query(`create ${role}`)
    await client.query(`create database fourfold_template owner ${ownerUrl.username}`)
  } finally {
    await client.end()
  }
  const template = new URL(ownerUrl)
  template.pathname = '/fourfold_template'
  await migrate({ ownerUrl: template.toString() })
  return ownerUrl.toString()
}
