import type { Job } from '#platform/http'
import { prepareMonths } from './audit-store.ts'

/** The job that makes the audit's coming months, long before they begin: at each start, and then every hour. */
export function monthsJob(everySeconds = 3600): Job {
  return {
    name: 'audit.prepare-months',
    everySeconds,
    run: async ({ database, say }) => {
      const missing = await database.transaction().execute(prepareMonths)
      if (missing === 0) return
      say(
        `The audit's coming months can't be made yet (${missing} missing): something holds its tables. Nothing is lost; it is tried again.`,
      )
    },
  }
}
