import { type Operation, share } from '../operation.ts'
import type { Scene } from '../scene.ts'
import { type Flow, statementScript } from '../statement-script.ts'
import { nothingRequest } from './against-statements.ts'
import { countRows } from './count-rows.ts'
import { newThreat } from './working-day.ts'
import { instantFlow, recordIdFlow, referenceFlow } from './write-flows.ts'

export const recordThreat: Operation = {
  key: 'record',
  name: 'record a threat, with history and audit',
  reference: 'S',
  toReach: share(0.4),
  aim: share(0.65),
  grows: 'by an index',
  spoils: true,
  prepare: async scene => {
    const request = newThreat(scene.askers.force)
    await scene.captureOnce(request)
    const { statements, body } = await scene.captureOnce(request)
    const script = statementScript(statements, {
      prefix: 'w',
      opening: drawReference,
      flows: await flowsOf(scene, body),
    })
    const counted = await countRows(scene, 'threats.threat_state')
    return {
      operation: seconds => counted.during(() => scene.ask([request], seconds)),
      reference: seconds => counted.during(() => scene.replay([script], seconds)),
      nothing: seconds => scene.ask(nothingRequest, seconds),
    }
  },
}

/** So many that none is drawn twice. */
const drawReference = [String.raw`\set reference random(1000000000, 999999999999999)`]

async function flowsOf({ client }: Scene, body: string): Promise<readonly Flow[]> {
  const { reference, recordedAt } = JSON.parse(body) as { readonly reference: string; readonly recordedAt: string }
  const { rows } = await client.query<{ id: string }>('select id from threats.threat where reference = $1', [reference])
  return [
    referenceFlow(reference),
    recordIdFlow(rows[0]?.id ?? '', 'id', /insert into "?threats"?\."?threat"? /),
    instantFlow(new Date(recordedAt), 'at'),
  ]
}
