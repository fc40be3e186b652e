import { onlyRow, type Transaction } from '#platform/database'
import type { RecordDeclaration } from '#platform/record'
import { sql } from 'kysely'

/** An answer that is given again to the same request. */
export interface KeptAnswer {
  readonly requestHash: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** 'threats:CHE-00001', … */
  readonly shown: readonly string[]
}

/** Waits until no other request of the person is under way with this key; held to the end of the transaction. */
export async function holdKey(tx: Transaction, personId: number, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`idempotency ${personId} ${key}`}, 0))`.execute(tx)
}

/** The answer that was kept for the actor's key; undefined when there is none, or an older one. */
export async function readKeptAnswer(tx: Transaction, key: string, since: Date): Promise<KeptAnswer | undefined> {
  const { rows } = await sql<Omit<KeptAnswer, 'body'> & { body: string }>`
    select request_hash as "requestHash", status, headers, body, shown from platform.kept_answer
    where key = ${key} and kept_at > ${since}`.execute(tx)
  return rows[0] && { ...rows[0], body: JSON.parse(rows[0].body) as unknown }
}

/** Keeps an answer under a key, in place of one that is too old. */
export async function keepAnswer(
  tx: Transaction,
  answer: KeptAnswer & { readonly personId: number; readonly key: string; readonly at: Date },
): Promise<void> {
  const { personId, key, requestHash, status, headers, body, shown, at } = answer
  await sql`
    insert into platform.kept_answer (person_id, key, request_hash, status, headers, body, shown, kept_at)
    values (${personId}, ${key}, ${requestHash}, ${status}, ${JSON.stringify(headers)}::jsonb, ${JSON.stringify(body)},
      ${shown}::text[], ${at})
    on conflict (person_id, key) do update
      set request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
        body = excluded.body, shown = excluded.shown, kept_at = excluded.kept_at`.execute(tx)
}

/** Whether the actor sees records at all of these references today. */
export async function seesAll(
  tx: Transaction,
  record: RecordDeclaration,
  references: readonly string[],
): Promise<boolean> {
  const result = await sql<{ seen: number }>`
    select count(*) as seen from ${sql.table(record.table)} where reference = any (${references}::text[])`.execute(tx)
  return onlyRow(result).seen === new Set(references).size
}

/** Forgets the answers that are no longer given again. */
export async function forgetKeptAnswers(tx: Transaction, before: Date): Promise<void> {
  await sql`select platform.forget_kept_answers(${before})`.execute(tx)
}
