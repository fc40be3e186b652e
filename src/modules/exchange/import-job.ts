import type { Job } from '#platform/http'
import { z } from 'zod'
import { runKeptImport } from './run-kept-import.ts'

/** The name under which imports are enqueued. */
export const importJobName = 'import'

const content = z.object({ importId: z.uuid() })

/** Checks or takes an import that was sent, whichever it is waiting for. */
export const importJob: Job = {
  name: importJobName,
  run: async ({ database, house, present }, given) => {
    const { importId } = content.parse(given)
    await runKeptImport({ database, house, importId, present: present() })
  },
}
