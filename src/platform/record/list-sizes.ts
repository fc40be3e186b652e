import { hash } from 'node:crypto'
import type { CompiledQuery } from 'kysely'
import { LRUCache } from 'lru-cache'
import { tellableAfter } from './counted-lately.ts'

/** How many a list held when somebody asked for it. */
export interface ListSize {
  readonly total: number
  readonly isShort: boolean
  /** Roughly what part it is of all that there is, seen or not: 0 to 1. */
  readonly ofAll: number
  /** Whether who asks sees less than half of all audiences: in an order that keeps each one's together, theirs may come last. */
  readonly seesPart: boolean
  /** Of a list that is searched by what its records are called: how many different names that finds. */
  readonly names?: number | undefined
}

interface KeptSize extends ListSize {
  /** When the count began, in milliseconds. */
  readonly at: number
}

/** Lists of which a server remembers at once how many they hold. */
const mostKept = 20_000

/** The one that has not been asked for the longest makes room. */
const sizes = new LRUCache<string, KeptSize>({ max: mostKept })

export interface AskedList {
  /** Whether it was short when it was asked for last: a guess at how it is found sooner. Whatever it is, the same is found. */
  readonly wasShort: boolean
  /** What it held, where it was long when it was counted less than half a minute ago, and the asker changed nothing since. */
  readonly long: ListSize | undefined
  readonly holds: (size: ListSize) => void
}

/**
 * A list as somebody asks for it, and what a server remembers of its size. Of a long list the counting takes longer than all else,
 * and who turns its pages, or comes back to it, does so within half a minute (decision 0028).
 *
 * @param counting the statement that counts it.
 * @param asker who asks, by id: others see more of the same, or less. Of nobody nothing is told again.
 */
export function askedList(counting: CompiledQuery, asker: number | undefined): AskedList {
  const key = hash('sha1', JSON.stringify([asker, counting.sql, counting.parameters]), 'base64')
  const before = sizes.get(key)
  const at = Date.now()
  const after = asker === undefined ? at : tellableAfter(asker)
  return {
    wasShort: before?.isShort === true,
    long: before !== undefined && !before.isShort && before.at > after ? before : undefined,
    holds: size => void sizes.set(key, { ...size, at }),
  }
}
