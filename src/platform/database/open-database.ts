import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely'
import pg from 'pg'
import Cursor from 'pg-cursor'
import { tellPool } from './pool-use.ts'
import { PreparingClient } from './preparing-client.ts'
import { readInstant } from './read-instant.ts'
import type { DB } from './tables.ts'

/** A pool of connections. Only `inTransaction` of `#platform/http` and the command line open transactions on it. */
export type Database = Kysely<DB>

/** An open transaction: what every store function takes first, so that none can run before the actor was stated. */
export type Transaction = KyselyTransaction<DB>

export interface OpenOptions {
  readonly url: string
  /** Connections at most. */
  readonly connections?: number
  /** A statement is ended after this many milliseconds; `set local` lengthens it where work is known to be long. */
  readonly statementTimeout?: number
  /** Milliseconds after which a server that does not answer is given up; those of the system when left out. */
  readonly connectWithin?: number
  readonly name?: string
}

/** A pool whose connections can all be cut at once. */
export interface SeverableDatabase {
  readonly database: Database
  /** Cuts every connection, with whatever is under way on it: for a server that answers no more. */
  readonly sever: () => void
}

const int8 = 20
const date = 1082
const timestamptz = 1184

/**
 * Opens a pool on a PostgreSQL server. Values come back as: int8 → number (every count and pence of ours is below 2^53),
 * date → 'YYYY-MM-DD', timestamptz → Date. The time zone of every connection is UTC.
 */
export function openDatabase(options: OpenOptions): Database {
  return openSeverable(options).database
}

/** The same, for a server that may be given up. */
export function openSeverable(options: OpenOptions): SeverableDatabase {
  const pool = new pg.Pool({
    Client: clientThatConnectsWithin(options.connectWithin),
    connectionString: options.url,
    max: options.connections ?? 10,
    application_name: options.name ?? 'fourfold',
    options: [
      `-c statement_timeout=${options.statementTimeout ?? 30_000}`,
      '-c lock_timeout=15000',
      '-c idle_in_transaction_session_timeout=60000',
      '-c timezone=UTC',
      '-c jit=off',
    ].join(' '),
    types: { getTypeParser: typeParser },
  })
  // An idle connection that the server ends (a restart, a dropped test database) must not end the program.
  pool.on('error', () => undefined)
  const clients = new Set<pg.PoolClient>()
  pool.on('connect', client => {
    clients.add(client)
    // Nor must one that a transaction has, between two of its statements: the next of them says so.
    client.on('error', () => undefined)
  })
  pool.on('remove', client => clients.delete(client))
  const database = new Kysely<DB>({ dialect: new PostgresDialect({ pool, cursor: Cursor }) })
  tellPool(database, pool)
  return {
    database,
    // Not by `end`: an idle one would stay in the pool, to be given out once more.
    sever: () => clients.forEach(client => client.connection.stream.destroy()),
  }
}

/** As the pool has it, the limit would count the wait for a free connection too. */
function clientThatConnectsWithin(milliseconds: number | undefined): typeof pg.Client {
  if (milliseconds === undefined) return PreparingClient
  return class extends PreparingClient {
    constructor(config: pg.ClientConfig) {
      super({ ...config, connectionTimeoutMillis: milliseconds })
    }
  }
}

function typeParser(oid: number): (value: string) => unknown {
  if (oid === int8) return Number
  if (oid === date) return (value: string) => value
  if (oid === timestamptz) return readInstant
  return pg.types.getTypeParser(oid)
}
