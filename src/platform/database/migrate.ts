import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { appPassword, appRole } from './app-role.ts'

export interface MigrateOptions {
  /** The owner's address: the role that makes and owns the tables. */
  readonly ownerUrl: string
  /** Told the name of each migration as it is applied. */
  readonly report?: (line: string) => void
}

const folder = new URL('../../../migrations/', import.meta.url)
const migrationLock = 4_040_404

/**
 * Brings a database to this version: makes the program's lesser role, then applies each file of `migrations/` that has not
 * been, in order, each in a transaction of its own. Safe when several servers start at once.
 *
 * @returns the names of the migrations applied now.
 * @throws Error when an applied file has been changed since, or a statement fails (that file then changes nothing).
 */
export async function migrate({ ownerUrl, report }: MigrateOptions): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'fourfold-migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await ensureAppRole(client, ownerUrl)
    const applied = await appliedMigrations(client)
    const done: string[] = []
    for (const file of await migrationFiles()) {
      if (alreadyApplied(applied, file)) continue
      report?.(file.name)
      await applyMigration(client, file)
      done.push(file.name)
    }
    return done
  } finally {
    await client.end()
  }
}

interface MigrationFile {
  readonly name: string
  readonly text: string
  readonly sha256: string
}

async function migrationFiles(): Promise<readonly MigrationFile[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async name => {
      const text = await readFile(new URL(name, folder), 'utf8')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

async function appliedMigrations(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  await client.query(`
    create schema if not exists platform;
    create table if not exists platform.migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp()
    )`)
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from platform.migration')
  return new Map(rows.map(row => [row.name, row.sha256]))
}

function alreadyApplied(applied: ReadonlyMap<string, string>, file: MigrationFile): boolean {
  const sha256 = applied.get(file.name)
  if (sha256 === undefined) return false
  if (sha256 === file.sha256) return true
  throw new Error(
    `migrations/${file.name} was changed after it was applied here. Migrations only go forward: add a new file.`,
  )
}

async function applyMigration(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('begin')
  try {
    await client.query(file.text)
    await client.query('insert into platform.migration (name, sha256) values ($1, $2)', [file.name, file.sha256])
    await client.query('commit')
  } catch (fault) {
    await client.query('rollback')
    throw new Error(`migrations/${file.name}: ${(fault as Error).message}`, { cause: fault })
  }
}

/** Two servers that start at once, or two databases on one server, may both find the role missing: the second's error is ignored. */
async function ensureAppRole(client: pg.Client, ownerUrl: string): Promise<void> {
  const password = client.escapeLiteral(appPassword(ownerUrl))
  await client.query(`
    do $$ begin
      if not exists (select from pg_roles where rolname = '${appRole}') then
        create role ${appRole} login nosuperuser nocreatedb nocreaterole noinherit;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$`)
  const { rows } = await client.query<{ may: boolean }>(
    `select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user`,
  )
  if (rows[0]?.may) await retried(() => client.query(`alter role ${appRole} password ${password}`))
}

async function retried(act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch {
    // "tuple concurrently updated": another server set the same password at this moment.
    await act()
  }
}
