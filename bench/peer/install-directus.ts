import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../run-program.ts'
import { findOlderNode, type OlderNode } from './older-node.ts'

export const directusVersion = '12.4.0'

/** Directus as a program. */
export interface InstalledDirectus {
  readonly on: OlderNode
  /** What is run on that Node. */
  readonly cli: string
}

const wanted = join(import.meta.dirname, '.installed')
const cliIn = (folder: string): string => join(folder, 'node_modules/directus/cli.js')

/**
 * Installs Directus beside this file where it is not there yet: some 730 MB and three minutes, once. Install scripts run for the
 * one package that has to be built, and for no other.
 *
 * @returns how to run it, or in one line why it can't be.
 */
export async function installDirectus(say: (line: string) => void): Promise<InstalledDirectus | { problem: string }> {
  const on = findOlderNode()
  if (on === undefined) return { problem: 'Directus runs on Node 20 or 22, and there is none on the path.' }
  const directus = { on, cli: cliIn(wanted) }
  if (existsSync(directus.cli)) return directus
  say(`Installing Directus ${directusVersion} on Node ${on.version}: some minutes.`)
  // Under another name until it is whole.
  const half = `${wanted}-half`
  try {
    const problem = await installInto(half, on)
    if (problem !== undefined) return { problem: `Directus can't be installed: ${problem}` }
    await rename(half, wanted)
    return directus
  } finally {
    await rm(half, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** @returns what went wrong. */
async function installInto(folder: string, on: OlderNode): Promise<string | undefined> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  await mkdir(folder)
  const contents = { name: 'fourfold-bench-peer', private: true, dependencies: { directus: directusVersion } }
  await writeFile(join(folder, 'package.json'), JSON.stringify(contents))
  return (
    (await runNpm(on, folder, ['install', '--ignore-scripts'])) ??
    (await runNpm(on, folder, ['rebuild', 'isolated-vm', '--ignore-scripts=false'])) ??
    (await tryOut(on, folder))
  )
}

async function runNpm(on: OlderNode, folder: string, words: readonly string[]): Promise<string | undefined> {
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error']
  const { status, said } = await runProgram(on.npm, [...words, ...quietly], { cwd: folder, env: on.env, group: true })
  return status === 0 ? undefined : `npm ${words[0]} ended with ${status}: ${said.trim().slice(0, 200)}`
}

/** What was built for another Node is found out before it is kept. */
async function tryOut(on: OlderNode, folder: string): Promise<string | undefined> {
  const { status, said } = await runProgram(on.node, ['-e', "require('isolated-vm')"], { cwd: folder, env: on.env })
  return status === 0 ? undefined : `isolated-vm can't be loaded: ${said.trim().slice(0, 200)}`
}
