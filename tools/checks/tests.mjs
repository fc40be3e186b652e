import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { projectNode, root } from '../ready/run.mjs'
import { readResults } from './test-results.mjs'

/**
 * Runs tests, all or the named files, showing their progress.
 *
 * @param options of the command line, in the place of those that show each file.
 * @param env added to the environment.
 * @returns what they came to, as `readResults` says it.
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
    return readResults(results, status)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
