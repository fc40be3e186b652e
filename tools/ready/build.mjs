import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectNode, root, run, sayIfSlow } from './run.mjs'

const dist = join(root, 'dist')
const sources = [
  'src',
  'assets',
  'migrations',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tools/assets.mjs',
  'tools/ready/command-line.mjs',
]

/** Whether a source has changed since `dist` was built. */
export function needsBuild() {
  const path = join(dist, '.fingerprint')
  return !existsSync(path) || readFileSync(path, 'utf8') !== fingerprint()
}

/**
 * Builds `dist`: the server by tsc, styles and browser code by tools/assets.mjs, the command line as one file. It is built beside and put in place
 * whole, so that a program that starts meanwhile, or a build that is cut short, never meets half of it.
 *
 * @throws Error with the compiler's own words when it fails.
 */
export async function build() {
  removeLeftovers()
  const before = fingerprint()
  const fresh = `${dist}.new-${process.pid}`
  await sayIfSlow('Building.', compile(fresh))
  // What was written while we built is not in it: the fingerprint of before makes the next run build again.
  writeFileSync(join(fresh, '.fingerprint'), before)
  const old = `${dist}.old-${process.pid}`
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(fresh, dist)
  rmSync(old, { recursive: true, force: true })
}

async function compile(folder) {
  const node = projectNode()
  const steps = [
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder],
    ['tools/assets.mjs', folder],
  ]
  const results = await Promise.all(steps.map(args => run(node, args)))
  // Over what the compiler wrote there.
  results.push(await run(node, ['tools/ready/command-line.mjs', folder]))
  const failed = results.filter(result => result.status !== 0)
  if (failed.length === 0) return
  rmSync(folder, { recursive: true, force: true })
  throw new Error(`${failed.map(result => result.output.trim()).join('\n')}\nThe build failed.`)
}

function removeLeftovers() {
  const leftovers = readdirSync(root).filter(name => /^dist\.(new|old)-\d+$/.test(name))
  for (const name of leftovers) rmSync(join(root, name), { recursive: true, force: true })
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const path of sources.flatMap(filesIn)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesIn(path) {
  const whole = join(root, path)
  if (!existsSync(whole)) return []
  if (!/^(src|assets|migrations)/.test(path)) return [path]
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort()
}
