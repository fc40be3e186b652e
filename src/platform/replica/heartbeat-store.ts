import type { Database } from '#platform/database'
import { sql } from 'kysely'

/** Writes the primary's heartbeat, unless another server has done so within a second. */
export async function beat(primary: Database): Promise<void> {
  await sql`
    insert into platform.heartbeat as last (at) values (clock_timestamp())
    on conflict (one) do update set at = excluded.at where last.at < excluded.at - interval '1 second'`.execute(primary)
}

/** The instant of the heartbeat as a database has it; undefined when there is none. */
export async function heartbeatAt(database: Database): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`select at from platform.heartbeat`.execute(database)
  return rows[0]?.at
}

/** How many milliseconds ago an instant was, by the primary's clock. */
export async function millisecondsSince(primary: Database, at: Date): Promise<number> {
  const { rows } = await sql<{ ago: number }>`
    select extract(epoch from clock_timestamp() - ${at}::timestamptz)::float8 * 1000 as ago`.execute(primary)
  return rows[0]?.ago ?? Number.POSITIVE_INFINITY
}
