import type { Job } from '#platform/http'
import { forgetAccessChanges } from '../state-actor.ts'
import { removeExpiredSessions } from './session-store.ts'
import { removeOldFailures } from './sign-in-attempt-store.ts'

/** Removes what sign-in no longer needs: sessions that have run out, failures that no longer count, changes that all have seen. */
export const forgetExpiredJob: Job = {
  name: 'forget-expired-sessions',
  everySeconds: 600,
  run: async ({ database, present }) => {
    await database.transaction().execute(async tx => {
      await removeExpiredSessions(tx, present())
      await removeOldFailures(tx, present())
      await forgetAccessChanges(tx)
    })
  },
}
