import type { Database } from '#platform/database'
import { type ClusterFacts, clusterFacts } from './cluster-store.ts'
import { heartbeatAt, millisecondsSince } from './heartbeat-store.ts'

/** What became of a look at the replica. */
export type Look =
  | { readonly kind: 'fit' }
  /** It is there, and too far behind. */
  | { readonly kind: 'behind'; readonly why: string }
  /** It did not answer. */
  | { readonly kind: 'gone'; readonly why: string }
  /** It is no replica of this primary: what it is instead, and what to do. */
  | { readonly kind: 'wrong'; readonly why: string }

export interface LookOptions {
  readonly primary: Database
  readonly replica: Database
  /** Where it is, without a password. */
  readonly place: string
  /** Milliseconds. */
  readonly mostBehind: number
  /** Milliseconds that a look may take. */
  readonly patience: number
}

/**
 * Looks whether a replica can be used: it answers, it is a replica of this primary, and it is not too far behind.
 *
 * @throws when the primary can't be asked.
 */
export async function lookAtReplica(options: LookOptions): Promise<Look> {
  const own = await clusterFacts(options.primary)
  const found = await withinPatience(options.patience, async () => {
    const facts = await clusterFacts(options.replica)
    const wrong = whyWrong(own, facts, options.place)
    return { wrong, beatAt: wrong === undefined ? await heartbeatAt(options.replica) : undefined }
  })
  if ('why' in found) return { kind: 'gone', why: found.why }
  if (found.wrong !== undefined) return { kind: 'wrong', why: found.wrong }
  const behind = found.beatAt === undefined ? undefined : await millisecondsSince(options.primary, found.beatAt)
  if (behind !== undefined && behind <= options.mostBehind) return { kind: 'fit' }
  const seconds = behind === undefined ? 'It has no heartbeat' : `It is ${Math.round(behind / 1000)} seconds behind`
  return { kind: 'behind', why: `${seconds}; at most ${options.mostBehind / 1000} are allowed` }
}

async function withinPatience<Found extends object>(
  patience: number,
  act: () => Promise<Found>,
): Promise<Found | { readonly why: string }> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<{ readonly why: string }>(resolve => {
    const giveUp = () => resolve({ why: `It did not answer within ${patience / 1000} seconds` })
    // What came in while this process itself was busy is read first.
    timer = setTimeout(() => setImmediate(giveUp), patience)
  })
  const asked = act().catch((fault: unknown) => ({ why: fault instanceof Error ? fault.message : String(fault) }))
  return Promise.race([asked, tooLong]).finally(() => clearTimeout(timer))
}

function whyWrong(own: ClusterFacts, found: ClusterFacts, place: string): string | undefined {
  const [ownId, foundId] = [own.systemIdentifier, found.systemIdentifier]
  if (ownId !== undefined && foundId !== undefined && ownId !== foundId) {
    return `DATABASE_REPLICA_URL (${place}) is another server than DATABASE_URL's, and no replica of it: its system identifier is ${foundId}, not ${ownId}. ${todo}`
  }
  if (own.databaseOid !== found.databaseOid) {
    return `DATABASE_REPLICA_URL (${place}) names another database than DATABASE_URL. Name the same one.`
  }
  if (!found.inRecovery) {
    return `DATABASE_REPLICA_URL (${place}) is no replica: it takes changes itself, as the primary does. If it was promoted, give its address as DATABASE_URL. ${todo}`
  }
  return undefined
}

const todo =
  'Give the address of a streaming replica of DATABASE_URL’s server (docs/guides/replicas.md says how one is made), or leave DATABASE_REPLICA_URL out.'
