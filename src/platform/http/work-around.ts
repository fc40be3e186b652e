import { LRUCache } from 'lru-cache'
import type { Database } from '#platform/database'
import { type CountedWork, isCounted, workOf } from './count-work.ts'
import type { RouteFacts } from './route-facts.ts'
import type { Visit } from './visit.ts'

/** For so long, in milliseconds, pages that only read show what waits as it was last counted, unless the person did something in between. */
const shownFor = 30_000
/** People whose counts a server keeps at once. */
const mostKept = 20_000

interface Kept {
  /** The person's parts then: other parts have other work. */
  readonly parts?: string
  readonly work?: CountedWork
  readonly countedAt: number
  /** When the person was last answered after a change of their own; 0 for not yet. */
  readonly actedAt: number
}

const keptFor = new WeakMap<Database, LRUCache<number, Kept>>()

/**
 * What waits for the person of a visit, for the navigation. Counting it costs more than most pages, so each server keeps it for
 * half a minute, and pages that only read (those that may come from a replica) show it as it was: what others do may show that
 * much later. What the person does shows at once, and all other pages count it, as does the page of work itself.
 */
export async function workAround(
  database: Database,
  { fromReplica }: Pick<RouteFacts, 'fromReplica'>,
  visit: Visit,
): Promise<CountedWork> {
  const kept = keptOf(database)
  const { personId } = visit.actor
  const parts = visit.actor.parts.join()
  const before = kept.get(personId)
  const now = Date.now()
  const isRecent = before?.parts === parts && now - before.countedAt < shownFor
  if (before?.work !== undefined && isRecent && fromReplica === true && !isCounted(visit)) return before.work
  const work = await workOf(visit)
  const { actedAt = 0 } = kept.get(personId) ?? {}
  if (actedAt < now) kept.set(personId, { work, parts, countedAt: now, actedAt })
  return work
}

/** A person has changed something: what waits for them is counted anew. */
export function forgetWorkAround(database: Database, personId: number): void {
  keptOf(database).set(personId, { countedAt: 0, actedAt: Date.now() })
}

/** The one that has not been asked for the longest makes room. */
function keptOf(database: Database): LRUCache<number, Kept> {
  const known = keptFor.get(database) ?? new LRUCache<number, Kept>({ max: mostKept })
  keptFor.set(database, known)
  return known
}
