import { type RawBuilder, sql } from 'kysely'
import { onlyRow, type Transaction } from '#platform/database'
import type { Visit } from '#platform/http'
import { type DraftFields, fieldsToKeep, mostCharacters, textOf } from './draft-fields.ts'

/** What a person typed into a form and did not record yet. Row-level security: it is theirs alone. */
export interface Draft {
  /** Random, and in the form: it lets a form that comes in after the session ended be kept. */
  readonly id: string
  /** What the form is for: 'threats.new', 'threats.change'. */
  readonly kind: string
  /** The reference of the record that it would change. */
  readonly subject: string | undefined
  /** The address of the form. */
  readonly address: string
  /** What it is for, completed by the answer that the form names in `_titled`. */
  readonly title: string
  readonly fields: DraftFields
  /** Undefined until something that was typed was kept. */
  readonly savedAt: Date | undefined
  /** What came of it, once it was recorded: the same form sent again leads there. */
  readonly doneHref: string | undefined
}

interface Opening {
  readonly kind: string
  readonly subject?: string
  readonly address: string
  readonly title: string
}

/** Makes the draft of a form that is about to be shown. */
export async function openDraft(visit: Pick<Visit, 'tx' | 'actor'>, opening: Opening): Promise<Draft> {
  const { kind, subject = null, address, title } = opening
  return toDraft(
    onlyRow(
      await sql<DraftRow>`
        insert into platform.draft (person_id, kind, subject, address, title)
        values (${visit.actor.personId}, ${kind}, ${subject}, ${address}, ${title}) returning ${columns}`.execute(
        visit.tx,
      ),
    ),
  )
}

/** A draft of the actor's own; undefined when there is none of this id. */
export async function readDraft(tx: Transaction, id: string): Promise<Draft | undefined> {
  return selectDraft(tx, id, sql``)
}

/**
 * The same for a form that was sent: whoever sends it a second time waits until the first is answered, and then finds what came
 * of it in `doneHref`.
 */
export async function takeDraft(tx: Transaction, id: string): Promise<Draft | undefined> {
  return selectDraft(tx, id, sql`for update`)
}

/** Keeps what was typed, as it was typed. Undefined when the draft is no longer open, or when it is too much to keep. */
export async function saveDraft(
  tx: Transaction,
  id: string,
  fields: DraftFields,
  title?: string,
): Promise<Date | undefined> {
  const kept = JSON.stringify(fieldsToKeep(fields))
  if (!isId(id) || kept.length > mostCharacters) return undefined
  const { rows } = await sql<{ savedAt: Date }>`
    update platform.draft
    set fields = ${kept}::jsonb, title = coalesce(${title ?? null}, title),
      saved_at = date_trunc('milliseconds', clock_timestamp())
    where id = ${id}::uuid and done_at is null returning saved_at as "savedAt"`.execute(tx)
  return rows[0]?.savedAt
}

/** Says what came of a draft, and forgets what was typed. */
export async function finishDraft(tx: Transaction, id: string, doneHref: string): Promise<void> {
  await sql`
    update platform.draft set fields = '{}', done_at = clock_timestamp(), done_href = ${doneHref}
    where id = ${id}::uuid and done_at is null`.execute(tx)
}

/** Throws a draft away. */
export async function discardDraft(tx: Transaction, id: string): Promise<void> {
  if (isId(id)) await sql`delete from platform.draft where id = ${id}::uuid and done_at is null`.execute(tx)
}

/** The actor's drafts that hold something and are still open, the latest saved first; 100 at most. */
export async function listDrafts(
  tx: Transaction,
  only: { readonly kind?: string; readonly subject?: string } = {},
): Promise<readonly Draft[]> {
  const { rows } = await sql<DraftRow>`
    select ${columns} from platform.draft
    where ${isWaiting} and ${only.kind === undefined ? sql`true` : sql`kind = ${only.kind}`}
      and ${only.subject === undefined ? sql`true` : sql`subject = ${only.subject}`}
    order by saved_at desc limit 100`.execute(tx)
  return rows.map(toDraft)
}

/** How many drafts wait for the actor, as an SQL expression. */
export const waitingDrafts: RawBuilder<number> = sql<number>`(select count(*) from platform.draft
  where person_id = (select organisations.actor_id()) and saved_at is not null and done_at is null)`

const isWaiting = sql<boolean>`saved_at is not null and done_at is null`

/**
 * Keeps a form that came in when its session had ended, by nothing but the draft's id: nobody is stated.
 *
 * @returns where its person continues it once signed in; undefined when no open draft has this id, or it is too much to keep.
 */
export async function keepDraft(tx: Transaction, id: string, fields: DraftFields): Promise<string | undefined> {
  const kept = JSON.stringify(fieldsToKeep(fields))
  if (!isId(id) || kept.length > mostCharacters) return undefined
  const { address } = onlyRow(
    await sql<{
      address: string | null
    }>`select platform.keep_draft(${id}::uuid, ${kept}::jsonb) as address`.execute(tx),
  )
  return address === null ? undefined : draftHref({ id, address })
}

/** Where a draft is continued. */
export function draftHref({ id, address }: Pick<Draft, 'id' | 'address'>): string {
  return `${address}${address.includes('?') ? '&' : '?'}draft=${id}`
}

/** Forgets drafts that nobody will come back to, and what came of those that were finished. Returns how many. */
export async function forgetDrafts(tx: Transaction, unsavedBefore: Date, savedBefore: Date): Promise<number> {
  return onlyRow(
    await sql<{ forgotten: number }>`
      select platform.forget_drafts(${unsavedBefore}, ${savedBefore}) as forgotten`.execute(tx),
  ).forgotten
}

interface DraftRow {
  readonly id: string
  readonly kind: string
  readonly subject: string | null
  readonly address: string
  readonly title: string
  readonly fields: DraftFields
  readonly savedAt: Date | null
  readonly doneHref: string | null
}

const columns = sql`id, kind, subject, address, title, fields, saved_at as "savedAt", done_href as "doneHref"`

async function selectDraft(tx: Transaction, id: string, locking: RawBuilder<unknown>): Promise<Draft | undefined> {
  if (!isId(id)) return undefined
  const { rows } = await sql<DraftRow>`select ${columns} from platform.draft where id = ${id}::uuid ${locking}`.execute(
    tx,
  )
  return rows[0] && toDraft(rows[0])
}

function toDraft({ subject, savedAt, doneHref, ...row }: DraftRow): Draft {
  const titledBy = textOf(row.fields, textOf(row.fields, '_titled')).trim()
  const title = titledBy === '' ? row.title : `${row.title}: ${titledBy}`
  return {
    ...row,
    title,
    subject: subject ?? undefined,
    savedAt: savedAt ?? undefined,
    doneHref: doneHref ?? undefined,
  }
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
