import type { Job } from '#platform/http'
import { forgetRecentChanges } from '#platform/replica'

/** Every five minutes: forgets changes that every replica in use has long seen. */
export const forgetRecentChangesJob: Job = {
  name: 'forget-recent-changes',
  everySeconds: 300,
  run: async ({ database }) => {
    await database.transaction().execute(forgetRecentChanges)
  },
}
