import type { Database } from '#platform/database'
import type { Stated } from './ports.ts'

/** People and programs of which a server keeps at once what was stated last. */
const mostKept = 20_000

const keptFor = new WeakMap<Database, Map<string, Stated>>()

/** What was stated last of someone who asks, so that it can be expected of their next request. */
export function expectedOf(database: Database, asker: string): Stated | undefined {
  return keptFor.get(database)?.get(asker)
}

/** Keeps what was stated; the one that was kept longest makes room. Undefined forgets. */
export function expectNext(database: Database, asker: string, stated: Stated | undefined): void {
  const kept = keptFor.get(database) ?? new Map<string, Stated>()
  keptFor.set(database, kept)
  kept.delete(asker)
  if (stated !== undefined) kept.set(asker, stated)
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
}
