import type { Database } from '#platform/database'
import type { CountedWork } from './count-work.ts'
import type { Answer } from './answer.ts'
import type { Kit } from './kit.ts'
import type { RouteFacts } from './route-facts.ts'
import type { AnonymousVisit, Visit } from './visit.ts'
import { workAround } from './work-around.ts'

/** What the database knows of that stands around a page. */
export interface Surroundings {
  readonly invented: boolean
  /** What waits for the person; not counted on a past day, when nothing can be done about it. */
  readonly work?: CountedWork | undefined
}

/** Reads what stands around the page that an answer becomes; nothing for an answer that becomes none. */
export async function surroundingsOf(
  kit: Pick<Kit, 'ports' | 'database'>,
  route: Pick<RouteFacts, 'area' | 'fromReplica'>,
  visit: AnonymousVisit | Visit,
  answer: Answer,
): Promise<Surroundings> {
  if (route.area === 'api' || answer.kind === 'redirect' || answer.kind === 'json' || answer.kind === 'file')
    return { invented: false }
  const invented = await holdsInvented(kit, visit)
  if (!('actor' in visit) || visit.asAt.when !== 'now') return { invented }
  return { invented, work: await workAround(kit.database, route, visit) }
}

/** For so long, in milliseconds, a database is taken to hold no invented data. What holds some is never cleared of it. */
const askedAgainAfter = 30_000

const lastAsked = new WeakMap<Database, { readonly invented: boolean; readonly at: number }>()

async function holdsInvented(
  { ports, database }: Pick<Kit, 'ports' | 'database'>,
  { tx }: AnonymousVisit,
): Promise<boolean> {
  const before = lastAsked.get(database)
  if (before !== undefined && (before.invented || Date.now() - before.at < askedAgainAfter)) return before.invented
  const invented = await ports.holdsInventedData(tx)
  lastAsked.set(database, { invented, at: Date.now() })
  return invented
}
