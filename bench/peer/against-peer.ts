import { type Measure, type Operation, share } from '../operation.ts'
import type { Peer } from './open-peer.ts'

/** What is said alike of every operation that is held against Directus: five times as quick is aimed at. */
export const againstPeer = {
  reference: 'Directus',
  toReach: share(5),
  aim: share(5),
} as const satisfies Partial<Operation>

/** Directus under load, in rounds with ours. An answer of its that is no success would make ours look the better. */
export function withoutErrors(measure: Measure): Measure {
  return async seconds => {
    const measured = await measure(seconds)
    if (measured.errors > 0)
      throw new Error(`Directus answered ${measured.errors} of ${measured.done} requests with an error.`)
    return measured
  }
}

/** @throws Error when Directus doesn't find as many as we do: then it wasn't asked the same. */
export function sameCount(what: string, ours: number, theirs: number): void {
  if (ours !== theirs) throw new Error(`Directus finds ${theirs} ${what} where we find ${ours}.`)
}

/** The requests, sent by the one who may. */
export function asPeer(peer: Peer, paths: readonly string[]) {
  return paths.map(path => ({ path, headers: peer.headers }))
}
