import type { Job } from '#platform/http'
import { removeExpiredSessions } from './session-store.ts'
import { removeOldFailures } from './sign-in-attempt-store.ts'

/** Removes what sign-in no longer needs: sessions that have run out, and failures that no longer count. */
export const forgetExpiredJob: Job = {
  name: 'forget-expired-sessions',
  everySeconds: 600,
  run: async ({ database, present }) => {
    await database.transaction().execute(async tx => {
      await removeExpiredSessions(tx, present())
      await removeOldFailures(tx, present())
    })
  },
}
