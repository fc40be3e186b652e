import { LRUCache } from 'lru-cache'
import type { Database } from '#platform/database'
import type { Stated } from './ports.ts'

/** People and programs of which a server keeps at once what was stated last. */
const mostKept = 20_000

const keptFor = new WeakMap<Database, LRUCache<string, Stated>>()

/** What was stated last of someone who asks, so that it can be expected of their next request. */
export function expectedOf(database: Database, asker: string): Stated | undefined {
  return keptFor.get(database)?.get(asker)
}

/** Keeps what was stated; the one that has not been asked for the longest makes room. Undefined forgets. */
export function expectNext(database: Database, asker: string, stated: Stated | undefined): void {
  const kept = keptFor.get(database) ?? new LRUCache<string, Stated>({ max: mostKept })
  keptFor.set(database, kept)
  kept.set(asker, stated)
}
