import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readResults } from '../tools/checks/test-results.mjs'

const checkout = join(import.meta.dirname, '..')

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fourfold-results-'))
  path = join(folder, 'results.json')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

it('names each test that failed, with where in our own files', async () => {
  await left([
    {
      name: join(checkout, 'src/sums.test.ts'),
      status: 'failed',
      message: '',
      assertionResults: [
        { status: 'passed', fullName: 'sums are sums', failureMessages: [] },
        {
          status: 'failed',
          fullName: 'sums add',
          failureMessages: [
            'expected 1 to be 2\n    at src/sums.test.ts:2:28\n    at node:x/node_modules/vitest/run.js:1:1\n    at new Promise (<anonymous>)',
          ],
        },
      ],
    },
  ])
  expect(readResults(path, 1)).toEqual({
    passed: 1,
    failed: 1,
    failures: ['src/sums.test.ts: sums add\nexpected 1 to be 2\n    at src/sums.test.ts:2:28'],
  })
})

it('counts a file that could not be run as failed, beside those that ran', async () => {
  const name = join(checkout, 'src/gone.test.ts')
  await left([{ name, status: 'failed', message: 'no such module', assertionResults: [] }])
  expect(readResults(path, 1)).toEqual({ passed: 0, failed: 1, failures: ['src/gone.test.ts\nno such module'] })
})

it('says that a run failed of which the results know nothing, or which left none', async () => {
  const failures = ['The run ended with 1 for no test: see above.']
  expect(readResults(path, 1)).toEqual({ passed: 0, failed: 1, failures })
  await left([])
  expect(readResults(path, 1)).toEqual({ passed: 0, failed: 1, failures })
  expect(readResults(path, 0)).toEqual({ passed: 0, failed: 0, failures: [] })
})

interface FileResult {
  name: string
  status: string
  message: string
  assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
}

function left(testResults: FileResult[]) {
  const passed = testResults.flatMap(file => file.assertionResults).filter(test => test.status === 'passed')
  return writeFile(path, JSON.stringify({ numPassedTests: passed.length, testResults }))
}
