import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '#platform/database'

export interface PeriodicJob {
  readonly name: string
  readonly everySeconds: number
  readonly run: () => Promise<void>
  readonly onFault: (fault: unknown) => void
}

/**
 * Runs a job again and again, the first time at once, so many seconds after the last run ended; on one server at a time,
 * which a lock of the database sees to: it is freed with the connection, so a killed server holds nobody up.
 *
 * @returns ends it, waiting for a run under way.
 */
export function startPeriodicJob(database: Database, job: PeriodicJob): () => Promise<void> {
  let ended = false
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const turn = async (): Promise<void> => {
    try {
      await runAlone(database, job)
    } catch (fault) {
      job.onFault(fault)
    }
    if (!ended) timer = setTimeout(begin, job.everySeconds * 1000)
  }
  const begin = (): void => {
    running = turn()
  }
  begin()
  return async () => {
    ended = true
    clearTimeout(timer)
    await running
  }
}

async function runAlone(database: Database, job: PeriodicJob): Promise<void> {
  const lock = sql.lit(lockOf(job.name))
  await database.connection().execute(async connection => {
    const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${lock}) as held`.execute(connection)
    if (rows[0]?.held !== true) return
    try {
      await job.run()
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection)
    }
  })
}

function lockOf(name: string): number {
  return createHash('sha256').update(`periodic job ${name}`).digest().readInt32BE()
}
