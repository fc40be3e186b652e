import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import type { WrittenMessage } from './digest.ts'
import { type DigestHours, mondayOf } from './digest-day.ts'

/** When this organisation has digests written. */
export async function digestHours(tx: Transaction): Promise<DigestHours> {
  const { rows } = await sql<{ day: string }>`select day from notices.day_off`.execute(tx)
  return { from: await settingOf(tx, 'digest from'), daysOff: new Set(rows.map(({ day }) => day)) }
}

/** How many days messages are kept. */
export async function daysKept(tx: Transaction): Promise<number> {
  return Number(await settingOf(tx, 'days kept'))
}

async function settingOf(tx: Transaction, name: string): Promise<string> {
  const { rows } = await sql<{ value: string }>`select value from notices.setting where name = ${name}`.execute(tx)
  if (rows[0] === undefined) throw new Error(`notices.setting has no "${name}".`)
  return rows[0].value
}

/** Whose digest of a day is still to be settled, by id; for the system account. Those who want none are left out. */
export async function unsettledPeople(tx: Transaction, day: string): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select p.id from organisations.person p left join notices.preference wish on wish.person_id = p.id
    where p.disabled_at is null and not 'system' = any (p.parts)
      and not exists (select from notices.digest_day d where d.person_id = p.id and d.day = ${day})
      and case coalesce(wish.digest, 'daily')
        when 'daily' then true
        when 'weekly' then not exists (
          select from notices.message m where m.person_id = p.id and m.day >= ${mondayOf(day)})
        else false end
    order by p.id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Settles a person's digest of a day. False when that was done before, here or on another server. */
export async function settleDay(tx: Transaction, personId: number, day: string): Promise<boolean> {
  const { rows } = await sql`
    insert into notices.digest_day (person_id, day) values (${personId}, ${day}::date)
    on conflict do nothing returning person_id`.execute(tx)
  return rows.length > 0
}

export interface NewMessage extends WrittenMessage {
  readonly personId: number
  readonly day: string
  readonly writtenAt: Date
  /** Whether it is to go out by mail as well. */
  readonly byMail: boolean
}

/** Keeps a person's message of a settled day, and, where it goes out by mail, puts it into the outbox. */
export async function keepMessage(tx: Transaction, message: NewMessage): Promise<void> {
  const { personId, day, writtenAt, subject, body, byMail } = message
  await sql`
    insert into notices.message (person_id, day, written_at, subject, body, mail, next_attempt_at)
    values (${personId}, ${day}::date, ${writtenAt}, ${subject}, ${body}, ${byMail ? 'waiting' : 'none'},
      ${byMail ? writtenAt : null}::timestamptz)`.execute(tx)
}

/** Deletes what was written before an instant. */
export async function forgetMessagesBefore(tx: Transaction, before: Date): Promise<void> {
  await sql`delete from notices.message where written_at < ${before}`.execute(tx)
  await sql`
    delete from notices.digest_day d where d.day < ${before}::date
      and not exists (select from notices.message m where m.person_id = d.person_id and m.day = d.day)`.execute(tx)
}
