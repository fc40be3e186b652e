import type { Job } from '#platform/http'
import { mergeShown } from './audit-store.ts'

/** The job that merges what new entries show into the index of records, so that nobody's answer waits for it. */
export function mergingJob(everySeconds = 10): Job {
  return {
    name: 'audit.merge-shown',
    everySeconds,
    run: async ({ database }) => {
      await database.transaction().execute(mergeShown)
    },
  }
}
