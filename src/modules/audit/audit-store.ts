import { sql } from 'kysely'
import { onlyRow, type Transaction } from '#platform/database'

/** The end of the chain of sealed entries. */
export interface ChainHead {
  /** How many entries are sealed: the position of the last. */
  readonly count: number
  /** Its hash, hexadecimal. */
  readonly hash: string
  readonly sealedAt: Date
}

/** A seal that does not fit, and why. `other` is the entry or position it has to do with. */
export interface BrokenSeal {
  readonly position: number
  readonly entryId: number | undefined
  readonly how: 'gap' | 'deleted' | 'doubled' | 'swapped' | 'seal changed' | 'changed'
  readonly other: number | undefined
}

/** Seals so many entries at most. Has to be the first statement of its transaction. Returns how many it sealed. */
export async function sealBatch(tx: Transaction, most: number): Promise<number> {
  return onlyRow(await sql<{ sealed: number }>`select audit.seal_entries(${most}) as sealed`.execute(tx)).sealed
}

/** The end of the chain, or undefined while nothing is sealed. */
export async function chainHead(tx: Transaction): Promise<ChainHead | undefined> {
  const { rows } = await sql<ChainHead>`
    select count, hash, sealed_at as "sealedAt" from audit.chain_head()`.execute(tx)
  return rows[0]
}

/** The hash at a position, hexadecimal, or undefined when there is none. */
export async function hashAt(tx: Transaction, position: number): Promise<string | undefined> {
  const { rows } = await sql<{ hash: string | null }>`select audit.hash_at(${position}) as hash`.execute(tx)
  return rows[0]?.hash ?? undefined
}

/** Makes this month's part of the audit and the next two. Returns how many are missing still, because something held the tables. */
export async function prepareMonths(tx: Transaction): Promise<number> {
  return onlyRow(await sql<{ missing: number }>`select audit.prepare_months() as missing`.execute(tx)).missing
}

/** Merges what new entries show into the index of records. Returns how many pages of the index waited. */
export async function mergeShown(tx: Transaction): Promise<number> {
  return onlyRow(await sql<{ pages: number }>`select audit.merge_shown() as pages`.execute(tx)).pages
}

/** Held while the head outside the database is looked at and written, so that it is never moved backwards. */
export async function holdHeadLock(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(4040407)`.execute(tx)
}

/** How many entries came after the last one sealed. */
export async function countUnsealed(tx: Transaction): Promise<number> {
  return onlyRow(await sql<{ total: number }>`select audit.unsealed_count() as total`.execute(tx)).total
}

/** Of the positions from one to another, the first whose seal does not fit, with the reason. */
export async function firstBrokenSeal(tx: Transaction, from: number, to: number): Promise<BrokenSeal | undefined> {
  const { rows } = await sql<{ broken: number | null }>`
    select broken from audit.first_broken_seal(${from}, ${to})`.execute(tx)
  const position = rows[0]?.broken ?? undefined
  if (position === undefined) return undefined
  const found = onlyRow(
    await sql<{ entryId: number | null; how: BrokenSeal['how']; other: number | null }>`
      select entry_id as "entryId", how, other from audit.explain_broken_seal(${position})`.execute(tx),
  )
  return { position, entryId: found.entryId ?? undefined, how: found.how, other: found.other ?? undefined }
}

/** The first entry that stands among those sealed at these positions and has no seal. */
export async function firstUnsealedEntry(tx: Transaction, from: number, to: number): Promise<number | undefined> {
  const { rows } = await sql<{ id: number | null }>`
    select audit.first_unsealed_entry(${from}, ${to}) as id`.execute(tx)
  return rows[0]?.id ?? undefined
}

/** An entry, as it stands on the page of a record. */
export interface RecordEntry {
  readonly id: number
  readonly occurredAt: Date
  readonly actor: string
  readonly organisation: string | null
  readonly event: string
  readonly outcome: 'done' | 'refused'
  readonly reason: string | null
  readonly asAt: Date | null
}

export interface EntriesOf {
  readonly register: string
  readonly reference: string
  /** Entries up to this instant; all when left out. */
  readonly until?: Date | undefined
  /** Entries before this one. */
  readonly beforeId?: number | undefined
  readonly limit: number
}

/** The entries that hold a record, the latest first. Whether the actor may see the record is for the caller to ask before. */
export async function entriesOf(tx: Transaction, asked: EntriesOf): Promise<readonly RecordEntry[]> {
  const key = `${asked.register}:${asked.reference}`
  const { rows } = await sql<RecordEntry>`
    select id, occurred_at as "occurredAt", actor, organisation, event, outcome, reason, as_at as "asAt"
    from audit.entries_of(${key}, ${asked.until ?? 'infinity'}::timestamptz, ${asked.beforeId ?? null}::bigint, ${asked.limit})`.execute(
    tx,
  )
  return rows
}
