import { onlyRow, runPrepared, type Transaction } from '#platform/database'
import { sql } from 'kysely'
import { anySignedIn } from './route.ts'
import type { AccountLink, Offers, Visit, WorkAsker, WorkOffer } from './visit.ts'

/** What waits for a person, by what offers it. */
export interface CountedWork {
  /** Every offer that is open to the person, in the order of the map, also where nothing waits. */
  readonly offers: readonly { readonly offer: WorkOffer; readonly count: number }[]
  readonly total: number
  /** What is new at each place beside the person's name, by its address. */
  readonly links: ReadonlyMap<string, number>
}

/** Counts all that waits for a person, in one statement, under the authority that the transaction states. */
export async function countWork(asker: WorkAsker, house: Pick<Offers, 'work' | 'accountLinks'>): Promise<CountedWork> {
  const offers = house.work.filter(({ permission }) => mayUse(asker, permission))
  const counts = await countAll(asker, [...offers, ...house.accountLinks])
  const waiting = offers.map((offer, place) => ({ offer, count: counts[place] ?? 0 }))
  return {
    offers: waiting,
    total: waiting.reduce((sum, { count }) => sum + count, 0),
    links: new Map(house.accountLinks.map((link, place) => [link.href, counts[offers.length + place] ?? 0])),
  }
}

const counted = new WeakMap<Transaction, Promise<CountedWork>>()

/** Counts what waits for the person of a visit, once: the number in the navigation is that of the page beneath it. */
export function workOf(visit: Visit): Promise<CountedWork> {
  const known = counted.get(visit.tx) ?? countWork(visit, visit.house)
  counted.set(visit.tx, known)
  return known
}

/** Whether what waits was counted in this visit already. */
export function isCounted(visit: Visit): boolean {
  return counted.has(visit.tx)
}

/** Whether a module offers work that a person of these permissions could have. */
export function mayHaveWork(asker: Pick<WorkAsker, 'actor'>, house: Pick<Offers, 'work'>): boolean {
  return house.work.some(({ permission }) => mayUse(asker, permission))
}

function mayUse({ actor }: Pick<WorkAsker, 'actor'>, permission: string): boolean {
  return permission === anySignedIn || actor.permissions.has(permission)
}

async function countAll(asker: WorkAsker, asked: readonly Pick<WorkOffer | AccountLink, 'count'>[]) {
  if (asked.length === 0) return []
  const expressions = asked.map(({ count }) => sql`(${count(asker)})::integer`)
  const statement = sql<{ counts: readonly number[] }>`select array[${sql.join(expressions)}] as counts`
  return onlyRow(await runPrepared(asker.tx, statement)).counts
}
