import { openDatabase } from '../src/platform/database/index.ts'
import { startJobs } from '../src/platform/jobs/index.ts'

// A process of its own for the tests of jobs: `node --conditions=source hold-job.ts APP_URL NAME`. It takes a job of that
// name, says so in one line, and never ends it.
const [appUrl = '', name = ''] = process.argv.slice(2)
const database = openDatabase({ url: appUrl })
const run = async (): Promise<void> => {
  process.stdout.write('taken\n')
  await new Promise(() => undefined)
}
await startJobs({
  appUrl,
  jobs: [{ name, run }],
  context: {
    database,
    house: undefined as never,
    present: () => new Date(),
    say: line => process.stderr.write(`${line}\n`),
    settings: {},
  },
})
