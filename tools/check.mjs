// The quick check while one works: formatting, lint, types, and the tests that need neither database, browser nor build.
import { runChecks } from './checks/checks.mjs'
import { quickTests } from './checks/tests-that-use.mjs'
import { runTests } from './checks/tests.mjs'

const tests = runTests({
  files: quickTests(),
  options: ['--reporter=dot', '--isolate=false'],
  env: { FOURFOLD_TEST_POSTGRES_URL: 'none' },
})
const [failedChecks, { passed, failed }] = await Promise.all([runChecks(), tests])
console.log(`Quick tests: ${passed} passed, ${failed} failed`)
process.exitCode = failed + failedChecks.length === 0 ? 0 : 1
