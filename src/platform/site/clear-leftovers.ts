import { removeLeftoverSpools } from '#platform/files'
import type { Job } from '#platform/http'

const day = 86_400

/** Removes, once a day, temporary files that a killed server left behind: they hold rows of records. */
export const clearLeftovers: Job = {
  name: 'files.clear-leftovers',
  everySeconds: day,
  run: async ({ present }) => {
    await removeLeftoverSpools({ before: new Date(present().getTime() - day * 1000) })
  },
}
