import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A Node beside our own, with the npm that came with it. */
export interface OlderNode {
  readonly node: string
  readonly npm: string
  readonly version: string
  /** For what runs on it: programs that ask for `node` find this one. */
  readonly env: Readonly<Record<string, string>>
}

// A native part of Directus (isolated-vm 5) can't be built for 24.
const majors = ['20', '22']

/** The first Node on the path that Directus runs on; undefined when there is none. */
export function findOlderNode(path = process.env['PATH'] ?? ''): OlderNode | undefined {
  for (const folder of path.split(delimiter)) {
    const [node, npm] = [join(folder, 'node'), join(folder, 'npm')]
    const version = existsSync(npm) ? versionOf(node) : undefined
    if (version !== undefined && majors.includes(version.split('.')[0] ?? '')) {
      return { node, npm, version, env: { PATH: `${folder}${delimiter}${path}`, NODE_OPTIONS: '' } }
    }
  }
  return undefined
}

function versionOf(node: string): string | undefined {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().replace(/^v/, '') : undefined
}
