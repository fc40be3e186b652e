import { fromKysely, PgBoss } from 'pg-boss'
import type { Transaction } from '#platform/database'
import { jobsSchema } from './queue-settings.ts'

/**
 * Enqueues a job in a transaction: it will run, on any server of this database, if and only if the transaction commits.
 *
 * @param content what the job's `run` is given: plain JSON, ids rather than values of records.
 * @throws Error when `prepareJobs` has made no queue of that name.
 */
export async function enqueue(tx: Transaction, name: string, content: object): Promise<void> {
  const boss = new PgBoss({ db: fromKysely(tx), schema: jobsSchema, migrate: false, supervise: false, schedule: false })
  try {
    await boss.start()
    await boss.send(name, content)
  } finally {
    await boss.stop({ graceful: false, close: false })
  }
}
