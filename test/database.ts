import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { appUrlFor, openDatabase, type Database } from '#platform/database'

/** A migrated database of a test's own. */
export interface TestDatabase {
  /** The address as the owner of the tables. */
  readonly ownerUrl: string
  /** The address as the program's own, lesser role. */
  readonly appUrl: string
  /** The database as the program has it: row-level security holds. */
  readonly app: Database
  /** The database as its owner, to set a scene and to look behind it. */
  readonly owner: Database
  /** Closes both and drops the database. */
  readonly close: () => Promise<void>
}

/**
 * Gives the test file a database of its own: a copy of the migrated template, some 50 ms. Call it once a file, in
 * `beforeAll` or at the top, and `close()` it in `afterAll`.
 */
export async function testDatabase(): Promise<TestDatabase> {
  return copyOf('fourfold_template')
}

/** A copy of any database of the run's server that nobody is connected to. */
export async function copyOf(template: string): Promise<TestDatabase> {
  const { ownerUrl, close } = await emptyCopy(template)
  const appUrl = appUrlFor(ownerUrl)
  const app = openDatabase({ url: appUrl, connections: 5, name: 'fourfold test' })
  const owner = openDatabase({ url: ownerUrl, connections: 3, name: 'fourfold test owner' })
  return {
    ownerUrl,
    appUrl,
    app,
    owner,
    close: async () => {
      await Promise.all([app.destroy(), owner.destroy()])
      await close()
    },
  }
}

/** An empty database, for tests of migration itself. */
export async function emptyDatabase(): Promise<Pick<TestDatabase, 'ownerUrl' | 'close'>> {
  return emptyCopy('template0')
}

async function emptyCopy(template: string): Promise<Pick<TestDatabase, 'ownerUrl' | 'close'>> {
  const server = inject('postgresOwnerUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await act(server, `create database ${name} template ${template}`)
  const ownerUrl = new URL(server)
  ownerUrl.pathname = `/${name}`
  // Autovacuum may be at work there, which this role can't end by force; a plain drop waits for it.
  const drop = `drop database if exists ${name}`
  return {
    ownerUrl: ownerUrl.toString(),
    close: () => act(server, `${drop} with (force)`).catch(() => act(server, drop)),
  }
}

async function act(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
