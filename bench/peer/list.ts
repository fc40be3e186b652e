import { z } from 'zod'
import { asProgram, threatLists } from '../operations/requests.ts'
import type { Operation } from '../operation.ts'
import type { Scene } from '../scene.ts'
import { againstPeer, asPeer, sameCount, withoutErrors } from './against-peer.ts'
import { askDirectus } from './ask-directus.ts'
import { type Peer, peerOf } from './open-peer.ts'
import { peerList } from './peer-query.ts'
import { sightOf } from './peer-sight.ts'

export const peerLists: Operation = {
  ...againstPeer,
  key: 'peer-list',
  name: 'peer: list 50 threats, filters, sort and count (API)',
  grows: 'as its rows',
  prepare: async scene => {
    const peer = await peerOf(scene)
    const { force } = scene.askers
    const sight = await sightOf(scene, force)
    const pairs = threatLists.map(query => ({ ours: `/api/v1/threats?${query}`, theirs: peerList(query, sight) }))
    for (const pair of pairs) await sameTotal(scene, peer, pair)
    const ours = asProgram(
      force,
      pairs.map(pair => pair.ours),
    )
    const theirs = asPeer(
      peer,
      pairs.map(pair => pair.theirs),
    )
    return {
      operation: seconds => scene.ask(ours, seconds),
      reference: withoutErrors(seconds => peer.ask(theirs, seconds)),
    }
  },
}

const ourPage = z.object({ total: z.number() })
const theirPage = z.object({ meta: z.object({ filter_count: z.number() }) })

async function sameTotal(scene: Scene, peer: Peer, asked: { readonly ours: string; readonly theirs: string }) {
  const answered = await fetch(scene.server.address + asked.ours, { headers: scene.askers.force.token })
  const { total } = ourPage.parse(await answered.json())
  const { meta } = theirPage.parse(await askDirectus(peer, asked.theirs))
  sameCount(`threats of ${asked.ours}`, total, meta.filter_count)
}
