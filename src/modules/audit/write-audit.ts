import { type RawBuilder, sql } from 'kysely'
import { told, type Transaction } from '#platform/database'
import type { AuditedEvent } from '#platform/http'

/** References at most in one entry: more are split over several entries of the same request. */
const mostShown = 10_000

/** An address may ask for anything; no reference is longer, and the index holds none much longer. */
const mostCharacters = 200

/**
 * Writes an event to the audit, in the transaction that shows or changes: if this fails, nothing is shown or changed. It is sent
 * with the end of the transaction, which fails when the entry can't be written: the request is then refused whole. Of an event that
 * shows very much all entries but the last are written at once, each before the next is put together.
 */
export async function writeAudit(tx: Transaction, event: AuditedEvent): Promise<void> {
  const shown = event.shown ?? []
  const parts = Math.max(1, Math.ceil(shown.length / mostShown))
  for (let part = 0; part < parts; part += 1) {
    const entry = entryOf(event, shown.slice(part * mostShown, (part + 1) * mostShown).map(asKey))
    await (part === parts - 1 ? sql`${told}${entry}` : entry).execute(tx)
  }
}

function entryOf({ actor, ...event }: AuditedEvent, shown: readonly string[]): RawBuilder<unknown> {
  return sql`
    insert into audit.entry
      (request_id, person_id, actor, organisation, event, outcome, shown, details, reason, as_at)
    values (
      ${event.requestId}, ${actor?.personId ?? null}::integer, ${actor?.email ?? 'nobody signed in'},
      ${actor?.organisation ?? null}, ${event.event}, ${event.outcome}, ${shown}::text[],
      ${storable(JSON.stringify(event.details ?? {}))}::jsonb, ${event.reason === undefined ? null : storable(event.reason)},
      ${event.asAt ?? null}::timestamptz)`
}

function asKey(text: string): string {
  return storable(text).slice(0, mostCharacters)
}

const unstorable = /\0|\\u0000/

/** PostgreSQL keeps no NUL, and an entry that can't be written would refuse the answer. */
function storable(text: string): string {
  if (!unstorable.test(text)) return text
  return text.replaceAll('\0', '\uFFFD').replaceAll(String.raw`\u0000`, String.raw`\uFFFD`)
}
