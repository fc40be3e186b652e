import type { SessionStore } from '@fastify/session'
import { type Database, onlyRow, type Transaction } from '#platform/database'
import type { Session } from 'fastify'
import { sql } from 'kysely'
import { hashSecret } from './secret.ts'

/**
 * Keeps sessions in the database, so that any server knows them and they can be ended by person. The id is kept as a hash
 * only. A session that was ended stays ended, also when a request that began before is still to save it.
 */
export function sessionStore(database: Database): SessionStore {
  return {
    set: (id, session, done) => void settle(() => save(database, id, session), done),
    get: (id, done) => void settle(() => load(database, id), done),
    destroy: (id, done) => void settle(() => end(database, id), done),
  }
}

/** Ends every session of a person, from their next request on. */
export async function endSessionsOf(tx: Transaction, personId: number, present: Date): Promise<void> {
  await sql`
    update organisations.session set ended_at = ${present}, content = '{}'
    where person_id = ${personId} and ended_at is null`.execute(tx)
}

/** How many sessions a person has open. */
export async function countSessions(tx: Transaction, personId: number, present: Date): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(*) from organisations.session
    where person_id = ${personId} and ended_at is null and expires_at > ${present}`.execute(tx)
  return onlyRow(result).count
}

/** Removes the sessions that have run out. */
export async function removeExpiredSessions(tx: Transaction, present: Date): Promise<void> {
  await sql`delete from organisations.session where expires_at <= ${present}`.execute(tx)
}

/** A session with the expiry that it was read with, which the server takes along unlooked at. */
type ReadSession = Session & { readonly isModified?: () => boolean; readonly keptUntil?: Date }

/** A new expiry alone counts once it is so much later, in milliseconds. */
const expiryCounts = 60_000

/**
 * Writes only what has changed: most requests change nothing, and ask the database nothing here. What this request did not change may have
 * been changed by another that was quicker, and stays; a row that stays as it is is not locked.
 */
async function save(database: Database, id: string, session: Session): Promise<void> {
  const { cookie, keptUntil, ...content } = session as ReadSession
  const isModified = (session as ReadSession).isModified?.() ?? true
  const later = (cookie.expires?.getTime() ?? Infinity) - (keptUntil?.getTime() ?? 0)
  if (!isModified && later < expiryCounts) return
  const [idHash, text, expiresAt] = [hashSecret(id), JSON.stringify(content), cookie.expires ?? null]
  const isNews = sql`kept.ended_at is null
    and (${isModified} and kept.content <> ${text} or kept.expires_at < ${expiresAt}::timestamptz - interval '1 minute')`
  await sql`
    insert into organisations.session as kept (id_hash, person_id, content, expires_at)
    select ${idHash}, ${content.personId ?? null}::integer, ${text}, ${expiresAt}::timestamptz
    where not exists (select from organisations.session kept where id_hash = ${idHash} and not (${isNews}))
    on conflict (id_hash) do update
      set person_id = case when ${isModified} then excluded.person_id else kept.person_id end,
        content = case when ${isModified} then excluded.content else kept.content end, expires_at = excluded.expires_at
      where ${isNews}`.execute(database)
}

/** Without its cookie: the server makes that anew for every answer, so that a visit lasts as long from its last request. */
async function load(database: Database, id: string): Promise<Session | null> {
  const { rows } = await sql<{ content: string; keptUntil: Date }>`
    select content, expires_at as "keptUntil" from organisations.session
    where id_hash = ${hashSecret(id)} and ended_at is null and expires_at > clock_timestamp()`.execute(database)
  const [kept] = rows
  if (kept === undefined) return null
  const read: ReadSession = { ...(JSON.parse(kept.content) as Session), keptUntil: kept.keptUntil }
  return read
}

async function end(database: Database, id: string): Promise<void> {
  await sql`
    update organisations.session set ended_at = clock_timestamp(), content = '{}'
    where id_hash = ${hashSecret(id)} and ended_at is null`.execute(database)
}

async function settle<Result>(
  act: () => Promise<Result>,
  done: (fault: unknown, result?: Result) => void,
): Promise<void> {
  let result: Result
  try {
    result = await act()
  } catch (fault) {
    done(fault)
    return
  }
  done(undefined, result)
}
