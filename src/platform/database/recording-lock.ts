import { sql } from 'kysely'
import { onlyRow } from './only-row.ts'
import type { Transaction } from './open-database.ts'
import { told } from './run-prepared.ts'

const recordingLock = 4_040_405

/**
 * Held, shared, by every transaction that records a state, from before it takes its instant until it ends.
 *
 * @returns the instant that the states of this transaction were entered, to the millisecond.
 */
export async function holdRecordingLock(tx: Transaction): Promise<Date> {
  return onlyRow(await sql<{ at: Date }>`select ${instantNow} as at from ${recordingLockHeld}`.execute(tx)).at
}

/** The same, sent with the next statement, which is to tell the instant. */
export async function holdRecordingLockFirst(tx: Transaction): Promise<void> {
  await sql`${told}select from ${recordingLockHeld}`.execute(tx)
}

/** What a statement selects from to hold it. Its row comes once the lock is held, and only then is the clock read for it. */
export const recordingLockHeld = sql`pg_advisory_xact_lock_shared(${sql.lit(recordingLock)})`

/**
 * An instant of which all is settled: every state entered up to it has been committed, and none entered before it can still
 * come. Waits for the writers of this moment, and no longer than them.
 */
export async function settledInstant(tx: Transaction): Promise<Date> {
  // An import of a large file may be under way: waiting for it is right, giving up after the usual seconds is not.
  await sql`set local lock_timeout = '3min'`.execute(tx)
  await sql`set local statement_timeout = '4min'`.execute(tx)
  await lockOutWriters(tx)
  try {
    const instant = await databaseInstant(tx)
    // The next writer's instant, kept to the millisecond too, must be a later one.
    await sql`select pg_sleep(0.002)`.execute(tx)
    return instant
  } finally {
    await sql`select pg_advisory_unlock(${sql.lit(recordingLock)})`.execute(tx)
  }
}

/** How often the lock is tried for before it is waited for: some two minutes. */
const mostTries = 6000

/**
 * Whoever waits for an exclusive lock makes all wait who come after: people would record nothing while an import is under way
 * and someone extracts. So it is tried for in the gaps between writers, and only in the end waited for.
 */
async function lockOutWriters(tx: Transaction): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { locked } = onlyRow(
      await sql<{ locked: boolean }>`select pg_try_advisory_lock(${sql.lit(recordingLock)}) as locked`.execute(tx),
    )
    if (locked) return
    await sql`select pg_sleep(0.02)`.execute(tx)
  }
  await sql`select pg_advisory_lock(${sql.lit(recordingLock)})`.execute(tx)
}

/** The moment, by the database's own clock, to the millisecond. */
export async function databaseInstant(tx: Transaction): Promise<Date> {
  return onlyRow(await sql<{ at: Date }>`select ${instantNow} as at`.execute(tx)).at
}

/** That moment, as an expression in a statement. */
export const instantNow = sql<Date>`date_trunc('milliseconds', clock_timestamp())`
