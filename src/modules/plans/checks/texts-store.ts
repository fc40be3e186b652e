import { sql } from 'kysely'
import { onlyRow, type Transaction } from '#platform/database'

/** What was done in the database at a moment, as it tells it itself. */
export interface Mark {
  /** Of which database, and in which course of its cluster. */
  readonly course: string
  /** PostgreSQL's own: which transactions were done. */
  readonly snapshot: string
  /** Whether the mark that was asked about is of this course, and not ahead of this one. */
  readonly follows: boolean
  /** Whether this very transaction has changed texts, which may yet come to nothing. */
  readonly changing: boolean
}

/** A plan's text as it is now; undefined of one that has none any more. */
export interface StoredText {
  readonly planId: number
  /** Microseconds since 1970. */
  readonly begunAt: number
  readonly words: Int32Array | undefined
}

/** Where the database stands. To be read before the texts: what is done meanwhile is read twice then, and never missed. */
export async function readMark(tx: Transaction, before?: Mark): Promise<Mark> {
  return onlyRow(
    await sql<Mark>`
      select now.course, now.snapshot::text,
        coalesce(now.course = ${before?.course ?? null}
          and pg_snapshot_xmax(${before?.snapshot ?? null}::pg_snapshot) <= pg_snapshot_xmax(now.snapshot), false) as follows,
        plans.has_changed_texts() as changing
      from (
        select plans.course_of_cluster() || ' ' || d.oid as course, pg_current_snapshot() as snapshot
        from pg_database d where d.datname = current_database()) now`.execute(tx),
  )
}

/** The texts of all plans, of the whole country: for whoever is told of checks at all. */
export async function readAllTexts(tx: Transaction): Promise<readonly StoredText[]> {
  const { rows } = await sql<TextRow>`select ${textColumns} from plans.all_texts()`.execute(tx)
  return rows.map(toText)
}

/** Those of plans of which some text has changed since a snapshot. */
export async function readChangedTexts(tx: Transaction, snapshot: string): Promise<readonly StoredText[]> {
  const { rows } = await sql<TextRow>`select ${textColumns} from plans.changed_texts(${snapshot}::pg_snapshot)`.execute(
    tx,
  )
  return rows.map(toText)
}

/** The ids of the plans of a scope as it is now: of all organisations when none are named. */
export async function readJudged(
  tx: Transaction,
  organisations: readonly number[] | undefined,
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ planId: number }>`
    select plan_id as "planId" from plans.checked_plans('infinity', ${organisations ?? null}::integer[], null)`.execute(
    tx,
  )
  return new Set(rows.map(({ planId }) => planId))
}

/** What those of some plans are called that the reader may see, by id. */
export async function readReferences(tx: Transaction, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ planId: number; reference: string }>`
    select s.record_id as "planId", s.reference from plans.plan_state s
    where s.record_id = any (${ids}::bigint[]) and s.recorded_to = 'infinity' and s.in_error is null`.execute(tx)
  return new Map(rows.map(({ planId, reference }) => [planId, reference]))
}

interface TextRow {
  readonly planId: number
  readonly begunAt: number
  readonly words: Buffer | null
}

const textColumns = sql`plan_id as "planId", (extract(epoch from begun_at) * 1000000)::bigint as "begunAt", words`

function toText({ words, ...rest }: TextRow): StoredText {
  return { ...rest, words: words === null ? undefined : wordsOf(words) }
}

/** The words of a text as the database prints them: four bytes each, the highest first. */
export function wordsOf(bytes: Buffer): Int32Array {
  const words = new Int32Array(bytes.length / 4)
  for (let place = 0; place < words.length; place += 1) words[place] = bytes.readInt32BE(place * 4)
  return words
}
