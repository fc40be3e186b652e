import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { DB } from './tables.ts'

const pools = new WeakMap<Kysely<DB>, pg.Pool>()

/** Which pool's connections a database gives out. */
export function tellPool(database: Kysely<DB>, pool: pg.Pool): void {
  pools.set(database, pool)
}

/** How many wait for a connection, all being given out: more is asked of this server than it can do at once. */
export function waitingFor(database: Kysely<DB>): number {
  return pools.get(database)?.waitingCount ?? 0
}

/** How many connections are given out, each to some work that is under way. */
export function atWork(database: Kysely<DB>): number {
  const pool = pools.get(database)
  return pool === undefined ? 0 : pool.totalCount - pool.idleCount
}
