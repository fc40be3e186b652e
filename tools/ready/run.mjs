import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The Node that the project runs on: the installed one, or, where npm has none for this platform, the one at hand. */
export function projectNode() {
  const installed = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  return existsSync(installed) ? installed : process.execPath
}

/** Runs a program to its end: `{ status, output }`, what it wrote to both of its outputs in the order it came. */
export async function run(program, args, options = {}) {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let output = ''
  child.stdout.on('data', chunk => (output += chunk))
  child.stderr.on('data', chunk => (output += chunk))
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  return { status, output }
}

/** Says on standard error what is going on, if it is still going on after two seconds. */
export async function sayIfSlow(line, work) {
  const timer = setTimeout(() => console.error(line), 2000)
  return work.finally(() => clearTimeout(timer))
}
