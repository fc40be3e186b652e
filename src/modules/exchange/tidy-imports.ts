import { stateActor, systemPersonId } from '#modules/organisations'
import { addDays, dayOf } from '#platform/clock'
import type { Job } from '#platform/http'
import { forgetFilesBefore } from './file-store.ts'

const daysKept = 30

/** Each hour: files that nobody went on with, and rejected rows that nobody fetched, are not kept for ever. */
export const tidyImportsJob: Job = {
  name: 'tidy-imports',
  everySeconds: 3600,
  run: async ({ database, present }) => {
    const before = new Date(`${addDays(dayOf(present()), -daysKept)}T00:00:00Z`)
    await database.transaction().execute(async tx => {
      await stateActor(tx, await systemPersonId(tx), 'read')
      await forgetFilesBefore(tx, before)
    })
  },
}
