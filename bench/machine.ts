import { cpus, totalmem } from 'node:os'
import type pg from 'pg'

/** What a run ran on. */
export interface Machine {
  readonly processors: string
  readonly memoryGigabytes: number
  readonly node: string
  readonly postgres: string
  readonly settings: Readonly<Record<string, string>>
}

/** Looks at the machine and asks PostgreSQL for its version. */
export async function describeMachine(client: pg.Client, settings: Machine['settings']): Promise<Machine> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
  const all = cpus()
  return {
    processors: `${all.length} × ${all[0]?.model.trim() ?? 'unknown'}`,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: rows[0]?.version ?? 'unknown',
    settings,
  }
}

/** The same in lines. */
export function machineInWords(machine: Machine): readonly string[] {
  const { processors, memoryGigabytes, node, postgres, settings } = machine
  const stated = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  return [
    `${processors}, ${memoryGigabytes} GB. Node ${node}, PostgreSQL ${postgres}.`,
    `PostgreSQL's settings: ${stated.join(', ')}.`,
  ]
}
