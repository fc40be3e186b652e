import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from '../ready/run.mjs'

const statement = /(?:from|import)\s*\(?\s*'([^']+)'/g

/** All test files, as paths from the root. */
export function allTests() {
  return globSync(['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'bench/**/*.test.ts'], { cwd: root }).sort()
}

/** The test files that need no database, no browser, and no process beside their own: seconds for all of them. */
export function quickTests() {
  const slow = new Set(testsThatUse('test/database.ts', 'node:child_process'))
  return allTests().filter(test => !slow.has(test))
}

/**
 * The test files that import one of the named files, or parts of Node (`node:…`), themselves or by way of others.
 *
 * @throws Error when there are none: then this file, not the tests, is at fault.
 */
export function testsThatUse(...names) {
  const known = new Map()
  const found = allTests().filter(test => [...reach(test, known)].some(path => names.includes(path)))
  if (found.length === 0) throw new Error(`No test was found that uses ${names.join(' or ')}.`)
  return found
}

function reach(start, known) {
  const seen = new Set([start])
  for (const path of seen) for (const next of importsOf(path, known)) seen.add(next)
  return seen
}

function importsOf(path, known) {
  const found = known.get(path)
  if (found !== undefined) return found
  if (path.startsWith('node:')) return []
  const names = [...readFileSync(join(root, path), 'utf8').matchAll(statement)].map(match => match[1])
  const paths = names
    .map(name => (name.startsWith('node:') ? name : resolve(path, name)))
    .filter(next => next?.startsWith('node:') || (next !== undefined && existsSync(join(root, next))))
  known.set(path, paths)
  return paths
}

function resolve(from, name) {
  if (name.startsWith('.')) return relative(root, join(root, dirname(from), name))
  if (name === '#ui') return 'src/ui/index.ts'
  const [, room, rest] = /^#(modules|platform|test)\/(.+)$/.exec(name) ?? []
  if (room === undefined) return undefined
  return room === 'test' ? `test/${rest}.ts` : `src/${room}/${rest}/index.ts`
}
