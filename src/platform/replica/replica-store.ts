import { onlyRow, type Transaction } from '#platform/database'
import { sql } from 'kysely'

/** What the snapshot of a transaction on the replica had seen of the primary. */
export interface Seen {
  /** When the primary last wrote its heartbeat; null when it never did. */
  readonly heartbeatAt: Date | null
  /** The audiences that were stated for whoever asks. */
  readonly audiences: string
  /** Recent changes by whoever asks, and of who may see what: their numbers, as PostgreSQL writes a list. */
  readonly changes: string
}

/** Reads, on the replica, what its snapshot had seen. The actor has been stated. */
export async function readSeen(tx: Transaction, personId: number): Promise<Seen> {
  return onlyRow(
    await sql<Seen>`
      select (select at from platform.heartbeat) as "heartbeatAt", current_setting('fourfold.audiences') as audiences,
        array(select id from platform.recent_change where ${concerns(personId)})::text as changes`.execute(tx),
  )
}

/** What an answer of the replica is held against. */
export interface Held {
  readonly personId: number
  readonly seen: Seen
  /** Milliseconds since the answer was begun. */
  readonly elapsed: number
  /** Milliseconds that the replica may have been behind then. */
  readonly mostBehind: number
}

/**
 * Says, on the primary, whether an answer of the replica is what the primary itself would have shown when it was begun, but for
 * what others changed in the last moments: undefined when it is, else why not. The same actor has been stated.
 */
export async function stillHolds(tx: Transaction, held: Held): Promise<'behind' | 'unseen' | undefined> {
  const { personId, seen, elapsed, mostBehind } = held
  const result = await sql<{ isClose: boolean | null; isSame: boolean }>`
    select ${began(elapsed)} - ${seen.heartbeatAt}::timestamptz <= ${mostBehind} * interval '1 millisecond' as "isClose",
      current_setting('fourfold.audiences') = ${seen.audiences} and not exists (
        select from platform.recent_change
        where ${concerns(personId)} and at <= ${began(elapsed)} and id <> all (${seen.changes}::bigint[])
      ) as "isSame"`.execute(tx)
  const { isClose, isSame } = onlyRow(result)
  if (isClose !== true) return 'behind'
  return isSame ? undefined : 'unseen'
}

/** Notes, in a transaction of the primary, that a person changes something: their next answer is to show it. */
export async function noteChange(tx: Transaction, personId: number): Promise<void> {
  await sql`insert into platform.recent_change (person_id) values (${personId})`.execute(tx)
}

/** Forgets the changes that every replica in use has long seen. */
export async function forgetRecentChanges(tx: Transaction): Promise<void> {
  await sql`select platform.forget_recent_changes()`.execute(tx)
}

function concerns(personId: number) {
  return sql<boolean>`(person_id = ${personId} or person_id is null)`
}

/** When the answer was begun, by the primary's clock, or a little later. */
function began(elapsed: number) {
  return sql<Date>`(clock_timestamp() - ${elapsed} * interval '1 millisecond')`
}
