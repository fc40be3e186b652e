import { sql } from 'kysely'
import { type Database, onlyRow } from '#platform/database'

/** What every request may write: the audit, and the session that it came with. */
const everChanging = ['organisations.session', 'organisations.sign_in_attempt', 'organisations.token']

/** A digest of all rows of all tables but the audit, the sessions and the job queue's own books: the same when nothing changed. */
export async function databaseDigest(owner: Database): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'audit', 'pgboss')
      and format('%I.%I', schemaname, tablename) <> all (${everChanging}::text[]) order by 1`.execute(owner)
  const digests = rows.map(
    ({ name }) =>
      sql`select ${name} as name, md5(string_agg(t::text, '' order by t::text)) as rows from ${sql.raw(name)} t`,
  )
  const result = await sql<{ digest: string }>`
    select md5(string_agg(name || coalesce(rows, ''), '' order by name)) as digest
    from (${sql.join(digests, sql` union all `)}) tables`.execute(owner)
  return onlyRow(result).digest
}
