import { totalmem } from 'node:os'
import { join } from 'node:path'
import { startInstalled } from '../tools/checks/installed-postgres.mjs'
import type { Programs } from './programs.ts'

export interface BenchPostgres {
  /** The address of the database `postgres`, as a superuser. */
  readonly url: string
  /** What was set, for the table. */
  readonly settings: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

/** Starts PostgreSQL in the folder, as one would run it: what is committed is on the disk. */
export async function startPostgres(programs: Programs, folder: string): Promise<BenchPostgres> {
  const settings = { ...sizes(), ...manners }
  const started = await startInstalled(programs.postgres, {
    folder: join(folder, 'postgres'),
    settings: { ...settings, ...logging },
  })
  return { ...started, settings }
}

/** The address of a database of the same server. */
export function databaseUrl(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.toString()
}

/** A quarter of the memory for PostgreSQL's own buffers, the rest left to the system's, as its manual has it. */
function sizes(): Readonly<Record<string, string>> {
  const megabytes = Math.floor(totalmem() / 2 ** 20)
  return {
    shared_buffers: `${Math.min(8192, Math.floor(megabytes / 4))}MB`,
    effective_cache_size: `${Math.floor((megabytes * 6) / 10)}MB`,
    work_mem: '32MB',
    maintenance_work_mem: '512MB',
  }
}

/** Checkpoints seldom enough that none falls into most measurements; a disk without moving parts. */
const manners = {
  fsync: 'on',
  synchronous_commit: 'on',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  effective_io_concurrency: '200',
  max_connections: '100',
  max_parallel_workers_per_gather: '1',
} as const

/** Silent until statements are captured, and then in a form that programs read. */
const logging = {
  logging_collector: 'on',
  log_destination: 'jsonlog',
  log_directory: 'bench-log',
  log_filename: 'bench.log',
  log_rotation_age: '0',
  log_rotation_size: '0',
  log_min_messages: 'log',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
} as const
