import type { Job } from '#platform/http'
import { forgetDrafts } from './draft-store.ts'

const day = 86_400_000
/** [D] Local defaults: no source says how long what was never recorded may be kept. */
const daysKept = { unsaved: 2, saved: 90 }

/** Each hour: forgets forms that were opened and never typed into, and drafts that nobody has come back to for a quarter. */
export const forgetDraftsJob: Job = {
  name: 'forget-drafts',
  everySeconds: 3600,
  run: async ({ database, present }) => {
    const before = (days: number): Date => new Date(present().getTime() - days * day)
    await database.transaction().execute(tx => forgetDrafts(tx, before(daysKept.unsaved), before(daysKept.saved)))
  },
}
