import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import type { Mail } from './mail-server.ts'

/** After so many minutes an attempt is made again: the first, the second, …; from the last on, always that. */
const minutesBetween = [1, 5, 30, 120]

/** A digest of the day before yesterday tells nobody anything. */
const hoursWaiting = 48

/** Takes out of the outbox what is not to be sent any more: too old, or to someone who has no account now. */
export async function giveUpOld(tx: Transaction, present: Date): Promise<void> {
  await sql`
    update notices.message m set mail = 'none', next_attempt_at = null
    from organisations.person p
    where p.id = m.person_id and m.mail = 'waiting' and (p.sample or p.disabled_at is not null)`.execute(tx)
  await sql`
    update notices.message set mail = 'failed', next_attempt_at = null,
      last_problem = coalesce(last_problem, 'No attempt: SMTP_URL is not set'),
      last_problem_at = coalesce(last_problem_at, ${present}::timestamptz)
    where mail = 'waiting' and written_at <= ${present}::timestamptz - ${`${hoursWaiting} hours`}::interval`.execute(tx)
}

/**
 * Takes the message that has waited longest for its turn, counts the attempt that is now made, and sets when the next is due if
 * this one should end without a word. Two servers never get the same.
 */
export async function takeNext(tx: Transaction, present: Date): Promise<Mail | undefined> {
  const { rows } = await sql<Mail>`
    update notices.message m set attempts = m.attempts + 1,
      next_attempt_at = ${present}::timestamptz + make_interval(
        mins => (${minutesBetween}::integer[])[least(m.attempts + 1, ${minutesBetween.length}::integer)])
    from organisations.person p
    where p.id = m.person_id and m.id = (
      select due.id from notices.message due
      where due.mail = 'waiting' and due.next_attempt_at <= ${present}
      order by due.next_attempt_at, due.id limit 1 for update skip locked)
    returning m.id, p.email as "to", m.subject, m.body, m.written_at as "writtenAt"`.execute(tx)
  return rows[0]
}

/** The mail server took it. */
export async function noteSent(tx: Transaction, id: string, present: Date): Promise<void> {
  await sql`
    update notices.message set mail = 'sent', next_attempt_at = null, delivered_at = ${present}
    where id = ${id} and mail = 'waiting'`.execute(tx)
}

/** The attempt failed; for good, when the server will not take it later either. */
export async function noteProblem(
  tx: Transaction,
  id: string,
  { problem, forGood, present }: { readonly problem: string; readonly forGood: boolean; readonly present: Date },
): Promise<void> {
  await sql`
    update notices.message set last_problem = ${problem}, last_problem_at = ${present},
      mail = ${forGood ? 'failed' : 'waiting'},
      next_attempt_at = ${forGood ? sql`null` : sql`next_attempt_at`}
    where id = ${id} and mail = 'waiting'`.execute(tx)
}

/** How mail fares; zeros and nothing else for who is no administrator. */
export interface Outbox {
  readonly waiting: number
  /** Of those that wait, how many were tried in vain. */
  readonly tried: number
  /** In the last 30 days. */
  readonly failed: number
  /** In the last 7 days. */
  readonly delivered: number
  readonly oldestAt: Date | null
  readonly lastProblem: string | null
  readonly lastProblemAt: Date | null
}

export async function readOutbox(tx: Transaction, present: Date): Promise<Outbox> {
  const { rows } = await sql<Outbox>`
    select waiting, tried, failed, delivered, oldest_at as "oldestAt", last_problem as "lastProblem",
      last_problem_at as "lastProblemAt"
    from notices.outbox(${present})`.execute(tx)
  const [outbox] = rows
  if (outbox === undefined) throw new Error('notices.outbox gave no row.')
  return outbox
}
