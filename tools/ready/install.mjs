import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectNode, root, run, sayIfSlow } from './run.mjs'

/** Whether what is installed differs from what the lock file names. */
export function needsInstall() {
  const named = readPackages(join(root, 'package-lock.json'))
  // npm's own note of what it installed, written when it is done.
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'))
  if (installed === undefined) return true
  return Object.entries(named ?? {}).some(([path, wanted]) => {
    if (path === '') return false
    const found = installed[path]
    if (found === undefined) return !mayBeMissing(wanted)
    return found.version !== wanted.version || found.integrity !== wanted.integrity
  })
}

/**
 * Installs exactly what the lock file names.
 *
 * @throws Error with npm's own words when it fails.
 */
export async function install() {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  // Node refuses to run npm.cmd without a shell.
  const [program, first, shell] = npm?.endsWith('.js')
    ? [process.execPath, [npm], false]
    : ['npm', [], process.platform === 'win32']
  const { status, output } = await sayIfSlow(
    'Installing packages (npm ci). The first time this takes a minute.',
    run(program, [...first, ...args], { shell }),
  )
  if (status !== 0) throw new Error(`${output.trim()}\nPackages could not be installed: npm ci ended with ${status}.`)
  if (projectNode() === process.execPath && Number.parseInt(process.versions.node, 10) < 24) {
    throw new Error(`npm has no Node 24 for ${process.platform} ${process.arch}. Install Node 24 and run this again.`)
  }
}

function mayBeMissing(wanted) {
  if (wanted.optional || wanted.devOptional) return true
  return wanted.dev === true && process.env.NODE_ENV === 'production'
}

function readPackages(path) {
  if (!existsSync(path)) return undefined
  return JSON.parse(readFileSync(path, 'utf8')).packages
}
