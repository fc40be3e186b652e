import { projectNode, run } from '../ready/run.mjs'

const checks = [
  ['Formatting', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  ['Lint', 'node_modules/oxlint/bin/oxlint', '--type-aware'],
  ['Types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  ['Build', 'tools/ready.mjs'],
]

/**
 * Runs the checks that need no test: formatting, lint, types, build. Says how each went, and why it failed.
 *
 * @returns how many failed.
 */
export async function runChecks() {
  let failed = 0
  for (const [name, ...args] of checks) {
    const { status, output } = await run(projectNode(), args)
    console.log(`${name}: ${status === 0 ? 'in order' : 'failed'}`)
    if (status === 0) continue
    failed += 1
    console.log(output.trimEnd())
  }
  return failed
}
