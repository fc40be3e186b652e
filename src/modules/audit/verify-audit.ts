import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database'
import {
  type BrokenSeal,
  chainHead,
  countUnsealed,
  firstBrokenSeal,
  firstUnsealedEntry,
  hashAt,
} from './audit-store.ts'
import type { KnownHead } from './head-file.ts'

const usualBatch = 50_000

/** Batches at once, each on a connection of its own: as many processors as PostgreSQL would itself use for a scan. */
const abreast = 2

export interface Verified {
  /** Entries sealed. */
  readonly count: number
  /** Entries not yet sealed: nothing can be said of them. */
  readonly unsealed: number
  /** The first entry that does not fit and how, in one line; undefined when all is whole. */
  readonly misfit: string | undefined
}

/**
 * Checks every seal against its entry and the seal before it, and the end of the chain against what the file outside the
 * database knew before. Changes nothing.
 *
 * @param options.progress told the positions checked, and how many there are.
 * @param options.batch how many are checked at a time: what is found is the same.
 */
export async function verifyAudit(
  database: Database,
  known: KnownHead,
  options: { readonly progress?: (done: number, of: number) => void; readonly batch?: number } = {},
): Promise<Verified> {
  const { batch = usualBatch, progress } = options
  const inOneTransaction = <Result>(act: (tx: Transaction) => Promise<Result>) =>
    database.transaction().execute(async tx => {
      await sql`set local statement_timeout = 0`.execute(tx)
      return act(tx)
    })
  const [count, unsealed] = await inOneTransaction(async tx => [
    (await chainHead(tx))?.count ?? 0,
    await countUnsealed(tx),
  ])
  let next = 1
  let done = 0
  const misfits: { readonly from: number; readonly misfit: string }[] = []
  const checkInTurn = async (): Promise<void> => {
    while (next <= count && misfits.length === 0) {
      const from = next
      const to = Math.min(from + batch - 1, count)
      next = to + 1
      const misfit = await inOneTransaction(tx => firstMisfit(tx, from, to))
      if (misfit !== undefined) misfits.push({ from, misfit })
      done += to - from + 1
      progress?.(done, count)
    }
  }
  await Promise.all(Array.from({ length: abreast }, checkInTurn))
  // All before the first that was found have been taken by then, and checked to their end.
  const first = misfits.toSorted((a, b) => a.from - b.from)[0]
  if (first !== undefined) return { count, unsealed, misfit: first.misfit }
  return { count, unsealed, misfit: await inOneTransaction(tx => headMisfit(tx, known, count)) }
}

async function firstMisfit(tx: Transaction, from: number, to: number): Promise<string | undefined> {
  const broken = await firstBrokenSeal(tx, from, to)
  const whole = broken === undefined ? to : (broken.how === 'gap' ? (broken.other ?? from) : broken.position) - 1
  const inserted = whole < from ? undefined : await firstUnsealedEntry(tx, from, whole)
  if (inserted !== undefined) {
    return `inserted: entry ${inserted} has no seal, and stands before entries that were sealed.`
  }
  return broken && describe(broken)
}

function describe({ position, entryId, how, other }: BrokenSeal): string {
  switch (how) {
    case 'gap':
      return `gap: position ${other} is missing; position ${position} is there.`
    case 'deleted':
      return `deleted: entry ${entryId}, sealed at position ${position}, is gone.`
    case 'doubled':
      return `inserted: entry ${entryId}, sealed once at position ${position}, is there twice.`
    case 'swapped':
      return `swapped: entry ${entryId} at position ${position} has changed places with entry ${other}.`
    case 'seal changed':
      return `changed: the seal of entry ${entryId} at position ${position}; the entry itself fits the seal after it.`
    case 'changed':
      return `changed: entry ${entryId} at position ${position} is not what was sealed.`
  }
}

async function headMisfit(tx: Transaction, known: KnownHead, count: number): Promise<string | undefined> {
  if (known.kind !== 'known' || known.head.count === 0) return undefined
  const { head } = known
  if (head.count > count) {
    return `cut: ${head.count} entries had been sealed by ${head.sealedAt.toISOString()}, and ${count} are there. Position ${count + 1} is the first that is missing.`
  }
  if ((await hashAt(tx, head.count)) === head.hash) return undefined
  return `sealed anew: position ${head.count} has another hash than was known outside the database on ${head.sealedAt.toISOString()}. An entry up to there was changed, inserted or deleted, and the seals were computed again.`
}
