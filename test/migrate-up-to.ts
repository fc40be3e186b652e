import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

const migrations = new URL('../migrations/', import.meta.url)

/** Brings an empty database to a version of before, as `migrate` does and no further: all migrations whose names come before `end`. */
export async function migrateUpTo(ownerUrl: string, end: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query('create schema platform')
  await client.query(`create table platform.migration (
    name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp())`)
  for (const name of (await readdir(migrations)).toSorted().filter(file => file < end)) {
    const text = await readFile(new URL(name, migrations), 'utf8')
    await client.query(text)
    const sha256 = createHash('sha256').update(text).digest('hex')
    await client.query('insert into platform.migration (name, sha256) values ($1, $2)', [name, sha256])
  }
  await client.end()
}
