import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installedPostgres } from '../tools/checks/installed-postgres.mjs'

/** Where the programs are that the benchmark drives and that npm doesn't bring. */
export interface Programs {
  /** The folder of PostgreSQL's own. */
  readonly postgres: string
  readonly pgbench: string
  readonly psql: string
  readonly wrk: string
}

/** Finds them, or says in one line each what is missing and which of Debian's packages brings it. */
export function findPrograms(): Programs | { readonly problems: readonly string[] } {
  const postgres = installedPostgres()
  if (postgres === undefined) {
    return { problems: ['There is no PostgreSQL of 15 or later in /usr/lib/postgresql. Install postgresql-15.'] }
  }
  const [pgbench, psql, wrk] = [join(postgres, 'pgbench'), join(postgres, 'psql'), onPath('wrk')]
  const problems = [
    ...(existsSync(pgbench) ? [] : [`There is no ${pgbench}. Install postgresql-15.`]),
    ...(existsSync(psql) ? [] : [`There is no ${psql}. Install postgresql-client-15.`]),
    ...(wrk === undefined ? ['There is no wrk on the path. Install wrk.'] : []),
  ]
  return problems.length > 0 || wrk === undefined ? { problems } : { postgres, pgbench, psql, wrk }
}

function onPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
