// The quick check while one works: formatting, lint, types, build, and the tests that need neither database, browser nor build.
import { runChecks } from './checks/checks.mjs'
import { allTests, testsThatUse } from './checks/tests-that-use.mjs'
import { runTests } from './checks/tests.mjs'

const failedChecks = await runChecks()
const slow = new Set(
  testsThatUse('test/database.ts', 'test/browser.ts', 'src/platform/embedded-postgres/server-user.ts'),
)
const files = allTests().filter(test => !slow.has(test) && test !== 'test/ready.test.ts')
const { failed } = await runTests({ files, env: { FOURFOLD_TEST_POSTGRES_URL: 'none' } })
process.exitCode = failed + failedChecks === 0 ? 0 : 1
