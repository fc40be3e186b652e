import { projectNode, run } from '../ready/run.mjs'

const cache = 'node_modules/.cache/fourfold'

// What a check found last time, it need not look at again where nothing has changed.
const checks = [
  ['Formatting', 'node_modules/prettier/bin/prettier.cjs', ...prettierOptions(), '.'],
  ['Lint', 'node_modules/oxlint/bin/oxlint', '--type-aware'],
  ['Types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', ...typescriptOptions()],
]
const build = ['Build', 'tools/ready.mjs']

/**
 * Runs the checks that need no test, side by side: formatting, lint, types; with `build`, that it can be built. Says how each
 * went, and why it failed.
 *
 * @returns a line for each that failed.
 */
export async function runChecks({ withBuild = false } = {}) {
  const wanted = withBuild ? [...checks, build] : checks
  const failed = await Promise.all(wanted.map(runCheck))
  return failed.filter(line => line !== undefined)
}

async function runCheck([name, ...args]) {
  const { status, output } = await run(projectNode(), args)
  console.log(`${name}: ${status === 0 ? 'in order' : `failed\n${output.trimEnd()}`}`)
  return status === 0 ? undefined : `${name}, of the checks: see the beginning.`
}

function prettierOptions() {
  return ['--check', '--log-level=warn', '--cache', '--cache-strategy=content', `--cache-location=${cache}/prettier`]
}

function typescriptOptions() {
  return ['--incremental', '--tsBuildInfoFile', `${cache}/types.tsbuildinfo`]
}
