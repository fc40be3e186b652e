import { z } from 'zod'
import type { Operation } from '../operation.ts'
import { countRows } from '../operations/count-rows.ts'
import { newThreat } from '../operations/working-day.ts'
import type { Scene } from '../scene.ts'
import { countingScript } from '../wrk-script.ts'
import { againstPeer, withoutErrors } from './against-peer.ts'
import { type Peer, peerOf } from './open-peer.ts'
import { peerInsert } from './peer-query.ts'

export const peerInserts: Operation = {
  ...againstPeer,
  key: 'peer-insert',
  name: 'peer: record a threat, with history and audit',
  grows: 'by an index',
  spoils: true,
  prepare: async scene => {
    const peer = await peerOf(scene)
    const row = await recordOne(scene)
    const written = await countRows(scene, 'threats.threat_state')
    const traced = await countRows(scene, 'directus.directus_revisions')
    let runs = 0
    return {
      operation: seconds => written.during(() => scene.ask([newThreat(scene.askers.force)], seconds)),
      reference: withoutErrors(seconds => {
        runs += 1
        return written.during(() => traced.during(() => peer.ask(theirScript(peer, row, runs), seconds)))
      }),
    }
  },
}

/** What a threat leaves in the tables. */
interface RecordedThreat {
  readonly head: Readonly<Record<string, unknown>>
  readonly state: Readonly<Record<string, unknown>>
}

/** Records a threat as ours does, for Directus to record its like. */
async function recordOne(scene: Scene): Promise<RecordedThreat> {
  const { body } = await scene.captureOnce(newThreat(scene.askers.force))
  const { reference } = z.object({ reference: z.string() }).parse(JSON.parse(body))
  const { rows } = await scene.client.query<RecordedThreat>(
    `select to_jsonb(t) - array['id', 'erased_at'] as head,
       to_jsonb(s) - array['id', 'record_id', 'recorded_to', 'import_id', 'in_error'] as state
     from threats.threat t join threats.threat_state s on s.record_id = t.id where t.reference = $1`,
    [reference],
  )
  if (rows[0] === undefined) throw new Error(`The threat ${reference} was answered and not recorded.`)
  return rows[0]
}

/** A threat with its first state, each with activity and a revision. Directus draws no references. */
function theirScript({ headers }: Peer, { head, state }: RecordedThreat, run: number): string {
  const reference = `PEER-${run}-{number}`
  const body = JSON.stringify({ ...state, reference, record_id: { ...head, reference } })
  const json = { ...headers, 'content-type': 'application/json' }
  return countingScript({ method: 'POST', path: peerInsert, headers: json, body })
}
