import { sql } from 'kysely'
import { openSeverable } from '#platform/database'
import { beat, type Replica, replicaOver } from '#platform/replica'
import type { TestDatabase } from './database.ts'

/** Milliseconds. No test lasts so long. */
const long = 600_000

interface Setting {
  readonly mostBehind?: number
  readonly say?: (line: string) => void
}

/** The primary itself in place of a replica: one that has seen everything, and takes no change from those who read. */
export async function replicaOfNoDelay(primary: TestDatabase, setting: Setting = {}): Promise<Replica> {
  await beat(primary.app)
  return usedReplica(primary.appUrl, setting)
}

/**
 * A replica that stands still: a copy of the same template as the primary, so it had seen all that there was then, and hears of
 * nothing that comes after.
 */
export async function replicaThatStandsStill(
  primary: TestDatabase,
  copy: TestDatabase,
  setting: Setting = {},
): Promise<Replica> {
  await beat(primary.app)
  const { rows } = await sql<{ at: string }>`select at::text from platform.heartbeat`.execute(primary.owner)
  await sql`insert into platform.heartbeat (at) values (${rows[0]?.at}::timestamptz)`.execute(copy.owner)
  return usedReplica(copy.appUrl, setting)
}

function usedReplica(url: string, { mostBehind = long, say = () => undefined }: Setting): Replica {
  const replica = replicaOver({ ...openSeverable({ url, connections: 3 }), mostBehind, say })
  replica.use()
  return replica
}
