import { onlyRow, type Transaction } from '#platform/database'
import { sql } from 'kysely'
import { asEmail } from '../person-store.ts'
import { hashSecret } from './secret.ts'

const mostFailures = 5
const windowMilliseconds = 15 * 60 * 1000

/**
 * How many seconds an account has to wait before it may try again: after five failures in fifteen minutes, until the first of
 * them is fifteen minutes old. Counted by email whether or not someone has it, so that waiting tells nothing.
 */
export async function secondsToWait(tx: Transaction, email: string, present: Date): Promise<number | undefined> {
  const since = new Date(present.getTime() - windowMilliseconds)
  const { failures, first } = onlyRow(
    await sql<{ failures: number; first: Date | null }>`
      select count(*) as failures, min(at) as first from (
        select at from organisations.sign_in_attempt
        where email_hash = ${hashOf(email)} and at > ${since} order by at desc limit ${sql.lit(mostFailures)}
      ) as latest`.execute(tx),
  )
  if (failures < mostFailures || first === null) return undefined
  return Math.max(1, Math.ceil((first.getTime() + windowMilliseconds - present.getTime()) / 1000))
}

/** Held to the end of the transaction: guesses at one account that arrive together are counted one after the other. */
export async function holdAttempts(tx: Transaction, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${hashOf(email)}, 4040406))`.execute(tx)
}

/** Notes a failure. Of the email only a hash is kept: people type passwords into that field. */
export async function noteFailure(tx: Transaction, email: string, present: Date): Promise<void> {
  await sql`
    insert into organisations.sign_in_attempt (email_hash, at) values (${hashOf(email)}, ${present})`.execute(tx)
}

/** Forgets an account's failures, once someone has signed in to it. */
export async function forgetFailures(tx: Transaction, email: string): Promise<void> {
  await sql`delete from organisations.sign_in_attempt where email_hash = ${hashOf(email)}`.execute(tx)
}

/** Removes the failures that no longer count. */
export async function removeOldFailures(tx: Transaction, present: Date): Promise<void> {
  const until = new Date(present.getTime() - windowMilliseconds)
  await sql`delete from organisations.sign_in_attempt where at <= ${until}`.execute(tx)
}

function hashOf(email: string): string {
  return hashSecret(asEmail(email))
}
