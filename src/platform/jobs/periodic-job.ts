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
      await taking(turnsOf(database), async () => {
        if (!ended) await runAlone(database, job)
      })
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

/**
 * How many run at once on a server. Each holds a connection for its lock and asks for more for its work: if all of them began
 * at once they could take the last connection and wait for one another for ever.
 */
const mostAtOnce = 2

interface Turns {
  free: number
  readonly waiting: (() => void)[]
}

const turnsByDatabase = new WeakMap<Database, Turns>()

function turnsOf(database: Database): Turns {
  const turns = turnsByDatabase.get(database) ?? { free: mostAtOnce, waiting: [] }
  turnsByDatabase.set(database, turns)
  return turns
}

async function taking(turns: Turns, act: () => Promise<void>): Promise<void> {
  if (turns.free > 0) turns.free -= 1
  else await new Promise<void>(resolve => turns.waiting.push(resolve))
  try {
    await act()
  } finally {
    const next = turns.waiting.shift()
    if (next === undefined) turns.free += 1
    else next()
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
