import { lastInstantOf } from '#platform/clock'
import { z } from 'zod'
import { asProgram, yearOfFigures } from '../operations/requests.ts'
import type { Operation } from '../operation.ts'
import type { Scene } from '../scene.ts'
import { againstPeer, asPeer, sameCount, withoutErrors } from './against-peer.ts'
import { askDirectus } from './ask-directus.ts'
import { peerOf } from './open-peer.ts'
import { peerFigures } from './peer-query.ts'
import { sightOf } from './peer-sight.ts'

export const peerYearsFigures: Operation = {
  ...againstPeer,
  key: 'peer-figures',
  name: 'peer: one year’s lead disruptions by organisation, month and P, as at a day (API)',
  grows: 'as its rows',
  prepare: async scene => {
    const peer = await peerOf(scene)
    const { national } = scene.askers
    const address = yearOfFigures()
    const asked = new URL(address, scene.server.address).searchParams
    const [from, to, day] = [asked.get('from') ?? '', asked.get('to') ?? '', asked.get('asAt') ?? '']
    const theirs = peerFigures({ from, to, at: lastInstantOf(day) }, await sightOf(scene, national))
    const counted = counts.parse(await askDirectus(peer, theirs)).data.reduce((sum, { count }) => sum + count, 0)
    sameCount('disruptions', await countOurs(scene, address), counted)
    const ours = asProgram(national, [address])
    return {
      operation: seconds => scene.ask(ours, seconds),
      reference: withoutErrors(seconds => peer.ask(asPeer(peer, [theirs]), seconds)),
    }
  },
}

const counts = z.object({ data: z.array(z.object({ count: z.coerce.number() })) })
const ourFigures = z.object({ total: z.number() })

async function countOurs({ server, askers }: Scene, address: string): Promise<number> {
  const answered = await fetch(server.address + address, { headers: askers.national.token })
  return ourFigures.parse(await answered.json()).total
}
