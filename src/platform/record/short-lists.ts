import { hash } from 'node:crypto'
import type { CompiledQuery } from 'kysely'
import { LRUCache } from 'lru-cache'

/** Lists of which a server remembers at once that they were short. */
const mostKept = 10_000

/** The one that has not been asked for the longest makes room. */
const wereShort = new LRUCache<string, true>({ max: mostKept })

/**
 * A list as somebody asks for it: whether it was short when it was asked for last, and what it is now. It is no more than a guess at how
 * the list is found sooner: whatever is remembered, the same is found.
 *
 * @param asker who asks: others see more of the same, or less.
 */
export function askedList(query: CompiledQuery, asker: number | undefined): AskedList {
  const key = hash('sha1', JSON.stringify([asker, query.sql, query.parameters]), 'base64')
  return {
    wasShort: wereShort.has(key),
    is: short => void wereShort.set(key, short || undefined),
  }
}

export interface AskedList {
  readonly wasShort: boolean
  readonly is: (short: boolean) => void
}
