import { PgBoss } from 'pg-boss'
import type { Job, JobContext } from '#platform/http'
import { startPeriodicJob } from './periodic-job.ts'
import { jobsSchema } from './queue-settings.ts'

export interface StartJobsOptions {
  /** The address as the program's lesser role. */
  readonly appUrl: string
  readonly jobs: readonly Job[]
  /** What jobs work with. Its `say` is told of each run that failed: its name and the fault. */
  readonly context: JobContext
}

export interface RunningJobs {
  /** Takes no more jobs and waits for those under way, 30 seconds at most: what is cut off then is run again at the next start. */
  readonly stop: () => Promise<void>
}

/**
 * Runs the jobs of the house on this server: those with `everySeconds` again and again, the others whenever they are enqueued,
 * one of a name at a time. A job whose server was killed is run again, here or on another.
 */
export async function startJobs(options: StartJobsOptions): Promise<RunningJobs> {
  const boss = new PgBoss({
    connectionString: options.appUrl,
    application_name: 'fourfold-jobs',
    schema: jobsSchema,
    migrate: false,
    schedule: false,
    reindex: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    max: 3,
  })
  boss.on('error', fault => sayFault(options, 'job queue', fault))
  await boss.start()
  for (const job of options.jobs.filter(each => each.everySeconds === undefined)) {
    await boss.work<unknown>(job.name, { pollingIntervalSeconds: 1 }, taken => runAll(options, job, taken))
  }
  const endings = options.jobs.flatMap(job =>
    job.everySeconds === undefined
      ? []
      : [startPeriodicJob(options.context.database, periodic(options, job, job.everySeconds))],
  )
  return {
    stop: async () => {
      await Promise.all([boss.stop({ graceful: true, timeout: 30_000 }), ...endings.map(end => end())])
    },
  }
}

async function runAll(
  options: StartJobsOptions,
  job: Job,
  taken: readonly { readonly data: unknown }[],
): Promise<void> {
  for (const { data } of taken) {
    try {
      await job.run(options.context, data)
    } catch (fault) {
      sayFault(options, job.name, fault)
      throw fault
    }
  }
}

function periodic(options: StartJobsOptions, job: Job, everySeconds: number) {
  return {
    name: job.name,
    everySeconds,
    run: () => job.run(options.context, undefined),
    onFault: (fault: unknown) => sayFault(options, job.name, fault),
  }
}

function sayFault({ context }: StartJobsOptions, job: string, fault: unknown): void {
  const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)
  context.say(JSON.stringify({ level: 'error', job, fault: text }))
}
