// Every check and every test; the database's once more on the PostgreSQL of the system, where there is one. Ends with
// every test that failed, in short, and one line alone, `N passed, N failed`. A check that fails counts as a failed test.
import { runChecks } from './checks/checks.mjs'
import { installedPostgres, startInstalled } from './checks/installed-postgres.mjs'
import { testsThatUse } from './checks/tests-that-use.mjs'
import { runTests } from './checks/tests.mjs'

const overTheWholeHouse = /^test\/(hostile\/|access\/(routes|surfaces|hidden-is-absent|recording|plan-recording)\.)/

const failedChecks = await runChecks({ withBuild: true })
const checks = { passed: 0, failed: failedChecks.length, failures: failedChecks }
const results = [checks, await runTests(), await runOnInstalled()]
const sum = key => results.reduce((total, result) => total + result[key], 0)
const failed = sum('failed')
// Thousands of lines may lie between a failure and the end: who reads the end alone reads of each.
for (const failure of results.flatMap(result => result.failures)) console.log(`\nFailed: ${failure}`)
console.log(`${sum('passed')} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function runOnInstalled() {
  const programs = installedPostgres()
  if (programs === undefined) {
    console.log(
      'No PostgreSQL of 15 or later is installed in /usr/lib/postgresql: the database tests ran on the embedded one only.',
    )
    return { passed: 0, failed: 0, failures: [] }
  }
  console.log(`The database tests once more, on ${programs}.`)
  try {
    // What a browser shows of an answer is the same, whichever PostgreSQL gave the rows.
    const inBrowser = new Set(testsThatUse('test/browser.ts'))
    // So is what every route and every field says in the end: whoever asks the database itself asks it on both.
    const files = testsThatUse('test/database.ts').filter(test => !inBrowser.has(test) && !overTheWholeHouse.test(test))
    const server = await startInstalled(programs)
    try {
      return await runTests({ files, env: { FOURFOLD_TEST_POSTGRES_URL: server.url } })
    } finally {
      await server.stop()
    }
  } catch (error) {
    return { passed: 0, failed: 1, failures: [error.message] }
  }
}
