import { PgBoss } from 'pg-boss'
import type { Job, JobContext } from '#platform/http'
import { startPeriodicJob } from './periodic-job.ts'
import { jobsSchema } from './queue-settings.ts'

export interface StartJobsOptions {
  /** The address as the program's lesser role. */
  readonly appUrl: string
  readonly jobs: readonly Job[]
  /** What jobs work with. Its `say` is told of each run that failed: its name and the fault. */
  readonly context: Omit<JobContext, 'stopping'>
}

export interface RunningJobs {
  /**
   * Takes no more jobs, tells those under way that the server stops, and waits for them; for those that were enqueued 30 seconds at most:
   * what is cut off then is run again at the next start.
   */
  readonly stop: () => Promise<void>
}

/**
 * Runs the jobs of the house on this server: those with `everySeconds` again and again, the others whenever they are enqueued,
 * one of a name at a time. A job whose server was killed is run again, here or on another.
 */
export async function startJobs({ appUrl, jobs, context }: StartJobsOptions): Promise<RunningJobs> {
  const stopping = new AbortController()
  const running: JobContext = { ...context, stopping: stopping.signal }
  const boss = new PgBoss({
    connectionString: appUrl,
    application_name: 'fourfold-jobs',
    schema: jobsSchema,
    migrate: false,
    schedule: false,
    reindex: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    max: 3,
  })
  boss.on('error', fault => sayFault(running, 'job queue', fault))
  await boss.start()
  for (const job of jobs.filter(each => each.everySeconds === undefined)) {
    await boss.work<unknown>(job.name, { pollingIntervalSeconds: 1 }, taken => runAll(running, job, taken))
  }
  const endings = jobs.flatMap(job =>
    job.everySeconds === undefined
      ? []
      : [startPeriodicJob(context.database, periodic(running, job, job.everySeconds))],
  )
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all([boss.stop({ graceful: true, timeout: 30_000 }), ...endings.map(end => end())])
    },
  }
}

async function runAll(context: JobContext, job: Job, taken: readonly { readonly data: unknown }[]): Promise<void> {
  for (const { data } of taken) {
    try {
      await job.run(context, data)
    } catch (fault) {
      sayFault(context, job.name, fault)
      throw fault
    }
  }
}

function periodic(context: JobContext, job: Job, everySeconds: number) {
  return {
    name: job.name,
    everySeconds,
    run: () => job.run(context, undefined),
    onFault: (fault: unknown) => sayFault(context, job.name, fault),
  }
}

function sayFault({ say }: JobContext, job: string, fault: unknown): void {
  const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)
  say(JSON.stringify({ level: 'error', job, fault: text }))
}
