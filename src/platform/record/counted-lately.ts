import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** For so long, in milliseconds, somebody is told again what was counted for them (decision 0028). */
const toldFor = 30_000
/** People of whom a server remembers when they last changed something. */
const mostPeople = 20_000
/** Of the counts of pages, some tens of kilobytes each. */
const mostKept = 300

/** The one that has not been asked for the longest makes room. */
const changed = new LRUCache<number, number>({ max: mostPeople })
const countedFor = new WeakMap<object, LRUCache<string, Counted>>()

interface Counted {
  readonly counts: unknown
  /** When they began to be counted, in milliseconds. */
  readonly at: number
}

/** Somebody has changed something: what they are told next is counted anew. */
export function countAnew(asker: number): void {
  changed.set(asker, Date.now())
}

/** What began to be counted for somebody after this moment, in milliseconds, may be told them again: nothing of before they last changed something. */
export function tellableAfter(asker: number): number {
  return Math.max(Date.now() - toldFor, changed.get(asker) ?? 0)
}

/**
 * What was counted for somebody less than half a minute ago, since when they changed nothing; else it is counted now. For figures that
 * are looked at, left for the rows behind one of them, and come back to.
 *
 * @param where whose memory it is: two houses in one program know nothing of each other's.
 * @param what is counted, in values that JSON tells apart.
 * @param asker who asks, by id: others see more of the same, or less.
 */
export async function countedLately<Counts>(
  where: object,
  what: readonly unknown[],
  asker: number,
  count: () => Promise<Counts>,
): Promise<Counts> {
  const kept = countedFor.get(where) ?? new LRUCache<string, Counted>({ max: mostKept })
  countedFor.set(where, kept)
  const key = hash('sha1', JSON.stringify([asker, ...what]), 'base64')
  const before = kept.get(key)
  if (before !== undefined && before.at > tellableAfter(asker)) return before.counts as Counts
  const at = Date.now()
  const counts = await count()
  kept.set(key, { counts, at })
  return counts
}
