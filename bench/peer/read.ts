import { threatReads } from '../operations/requests.ts'
import type { Operation } from '../operation.ts'
import type { Scene } from '../scene.ts'
import type { WrkRequest } from '../wrk-script.ts'
import { againstPeer, asPeer, withoutErrors } from './against-peer.ts'
import { peerOf } from './open-peer.ts'
import { peerRead } from './peer-query.ts'

export const peerReads: Operation = {
  ...againstPeer,
  key: 'peer-read',
  name: 'peer: read one threat, audited (API)',
  grows: 'by an index',
  prepare: async scene => {
    const peer = await peerOf(scene)
    const reads = await threatReads(scene, 12)
    const ids = await idsOf(scene, reads)
    const theirs = asPeer(peer, ids.map(peerRead))
    return {
      operation: seconds => scene.ask(reads, seconds),
      reference: withoutErrors(seconds => peer.ask(theirs, seconds)),
    }
  },
}

/** Directus reads by the key of the table. */
async function idsOf({ client }: Scene, reads: readonly WrkRequest[]): Promise<readonly string[]> {
  const references = reads.map(({ path }) => decodeURIComponent(path.split('/').at(-1) ?? ''))
  const { rows } = await client.query<{ id: string }>(
    `select id from threats.threat_state where reference = any ($1) and recorded_to = 'infinity'`,
    [references],
  )
  return rows.map(({ id }) => id)
}
