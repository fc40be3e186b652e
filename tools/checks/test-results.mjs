import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from '../ready/run.mjs'

/**
 * What a run of tests came to, by the JSON that it left.
 *
 * @param path of vitest's JSON; a run that broke off may have left none.
 * @param status that the run exited with.
 * @returns `{ passed, failed, failures }`: tests, and as failed also files that could not be run and errors outside a test;
 *   each failure as a line or more, beginning with the file.
 */
export function readResults(path, status) {
  const results = parse(path)
  const failures = (results?.testResults ?? []).flatMap(failuresOf)
  // Something else went wrong, of which the results know nothing: an error outside any test, or the set-up.
  if (status !== 0 && failures.length === 0) failures.push(`The run ended with ${status} for no test: see above.`)
  return { passed: results?.numPassedTests ?? 0, failed: failures.length, failures }
}

function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name)
  const failed = assertionResults.filter(test => test.status === 'failed')
  if (failed.length > 0) return failed.map(test => `${file}: ${test.fullName}\n${ownLines(test.failureMessages)}`)
  return status === 'failed' ? [`${file}\n${message}`] : []
}

// Without the way through the packages that ran the test.
function ownLines(messages) {
  const lines = messages.flatMap(message => message.split('\n'))
  return lines.filter(line => !line.includes('/node_modules/') && !line.includes('<anonymous>')).join('\n')
}

function parse(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
