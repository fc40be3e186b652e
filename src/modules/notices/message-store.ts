import type { Transaction } from '#platform/database'
import { sql } from 'kysely'

/** How a message fares outside the product. */
export type MailState = 'none' | 'waiting' | 'sent' | 'failed'

export interface Message {
  readonly id: string
  readonly writtenAt: Date
  readonly subject: string
  readonly body: string
  readonly readAt: Date | null
  readonly mail: MailState
}

export const digestWishes = ['daily', 'weekly', 'never'] as const
export type DigestWish = (typeof digestWishes)[number]

const messageRows = sql<Message>`
  select id, written_at as "writtenAt", subject, body, read_at as "readAt", mail from notices.message`

/** A person's messages, the newest first. */
export async function messagesOf(tx: Transaction, personId: number, limit: number): Promise<readonly Message[]> {
  const { rows } = await sql<Message>`
    ${messageRows} where person_id = ${personId} order by written_at desc, id limit ${limit}`.execute(tx)
  return rows
}

/** One of a person's messages, by the id that an address names. */
export async function messageOf(tx: Transaction, personId: number, id: string): Promise<Message | undefined> {
  const { rows } = await sql<Message>`
    ${messageRows} where person_id = ${personId} and id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Marks a person's messages as read: the one of an id, or all. */
export async function markRead(tx: Transaction, personId: number, at: Date, id?: string): Promise<void> {
  await sql`
    update notices.message set read_at = ${at}
    where person_id = ${personId} and read_at is null and ${id === undefined ? sql`true` : sql`id = ${id}::uuid`}`.execute(
    tx,
  )
}

/** How often a person wants to be written to. */
export async function digestWishOf(tx: Transaction, personId: number): Promise<DigestWish> {
  const { rows } = await sql<{ digest: DigestWish }>`
    select digest from notices.preference where person_id = ${personId}`.execute(tx)
  return rows[0]?.digest ?? 'daily'
}

export async function setDigestWish(tx: Transaction, personId: number, wish: DigestWish): Promise<void> {
  await sql`
    insert into notices.preference (person_id, digest) values (${personId}, ${wish})
    on conflict (person_id) do update set digest = excluded.digest`.execute(tx)
}
