import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { projectNode, root } from '../ready/run.mjs'

/**
 * Runs tests, all or the named files, showing their progress.
 *
 * @param options of the command line, in the place of those that show each file.
 * @param env added to the environment.
 * @returns `{ passed, failed }`: tests, and as failed also files that could not be run and errors outside a test.
 */
export async function runTests({ files = [], options = ['--reporter=default'], env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'fourfold-results-'))
  const results = join(folder, 'results.json')
  try {
    const all = ['run', ...options, '--reporter=json', `--outputFile.json=${results}`, ...files]
    const child = spawn(projectNode(), ['node_modules/vitest/vitest.mjs', ...all], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    const stop = signal => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
    const [status] = await once(child, 'close')
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop)
    return count(results, status)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function count(path, status) {
  const results = read(path)
  const passed = results?.numPassedTests ?? 0
  const failedFiles = (results?.testResults ?? []).filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  )
  const failed = (results?.numFailedTests ?? 0) + failedFiles.length
  // Something else went wrong, of which the results know nothing: an error outside any test, or the set-up.
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
