import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely'
import pg from 'pg'
import Cursor from 'pg-cursor'
import { PreparingClient } from './preparing-client.ts'
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
  readonly name?: string
}

const int8 = 20
const date = 1082

/**
 * Opens a pool on a PostgreSQL server. Values come back as: int8 → number (every count and pence of ours is below 2^53),
 * date → 'YYYY-MM-DD', timestamptz → Date. The time zone of every connection is UTC.
 */
export function openDatabase(options: OpenOptions): Database {
  const pool = new pg.Pool({
    Client: PreparingClient,
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
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool, cursor: Cursor }) })
}

function typeParser(oid: number): (value: string) => unknown {
  if (oid === int8) return Number
  if (oid === date) return (value: string) => value
  return pg.types.getTypeParser(oid)
}
