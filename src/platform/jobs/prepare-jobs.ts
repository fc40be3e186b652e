import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { appRole } from '#platform/database'
import { jobsSchema, queueSettings } from './queue-settings.ts'

export interface PrepareJobsOptions {
  readonly ownerUrl: string
  /** The names of the jobs. */
  readonly names: readonly string[]
}

const preparationLock = 4_040_407

/**
 * Makes or brings up to date what the job queues need in a database, as its owner, and lets the program's lesser role use it
 * and change nothing of it. For each name that has none a queue is made. To be called after `migrate`, by whoever calls that;
 * safe when several do at once.
 */
export async function prepareJobs({ ownerUrl, names }: PrepareJobsOptions): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'fourfold-prepare-jobs' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [preparationLock])
    await makeQueues(ownerUrl, names)
    await client.query(grants)
  } finally {
    await client.end()
  }
}

async function makeQueues(ownerUrl: string, names: readonly string[]): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    application_name: 'fourfold-prepare-jobs',
    schema: jobsSchema,
    supervise: false,
    schedule: false,
    max: 2,
  })
  const faults: unknown[] = []
  boss.on('error', fault => faults.push(fault))
  try {
    await boss.start()
    const present = new Map((await boss.getQueues()).map(queue => [queue.name, queue]))
    for (const name of names) {
      const queue = present.get(name)
      if (queue === undefined) await boss.createQueue(name, queueSettings)
      // Each is a commit, which every start would wait for.
      else if (!isSet(queue)) await boss.updateQueue(name, queueSettings)
    }
  } finally {
    await boss.stop({ graceful: false })
  }
  if (faults.length > 0) throw faults[0]
}

function isSet(queue: object): boolean {
  const found = new Map<string, unknown>(Object.entries(queue))
  return Object.entries(queueSettings).every(([setting, value]) => found.get(setting) === value)
}

/** The lesser role reads and writes rows and calls functions; it makes, changes and drops nothing. */
const grants = `
  grant usage on schema ${jobsSchema} to ${appRole};
  grant select, insert, update, delete on all tables in schema ${jobsSchema} to ${appRole};
  grant usage on all sequences in schema ${jobsSchema} to ${appRole};
  grant execute on all functions in schema ${jobsSchema} to ${appRole};
  do $$ declare made regprocedure; begin
    for made in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = '${jobsSchema}' and p.proname in ('create_queue', 'delete_queue')
    loop execute format('revoke execute on function %s from public, ${appRole}', made); end loop;
  end $$`
