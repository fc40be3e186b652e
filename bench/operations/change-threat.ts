import { type Operation, share } from '../operation.ts'
import type { Scene } from '../scene.ts'
import { type Flow, statementScript } from '../statement-script.ts'
import type { WrkRequest } from '../wrk-script.ts'
import { nothingRequest } from './against-statements.ts'
import { changingScript, type Version } from './changing-script.ts'
import { countRows } from './count-rows.ts'
import { instantFlow, recordIdFlow, referenceFlow } from './write-flows.ts'

export const changeThreat: Operation = {
  key: 'change',
  name: 'change a threat, with history and audit',
  reference: 'S',
  toReach: share(0.4),
  aim: share(0.65),
  grows: 'by an index',
  spoils: true,
  prepare: async scene => {
    const numbered = await numberThreats(scene)
    const first = firstNumber
    await scene.captureOnce(await changeOf(scene, first, 'Once'))
    const { statements, body } = await scene.captureOnce(await changeOf(scene, first, 'Twice'))
    const opening = [String.raw`\set reference random(${first}, ${first + numbered - 1})`]
    const script = statementScript(statements, { prefix: 'c', opening, flows: await flowsOf(scene, body) })
    const counted = await countRows(scene, 'threats.threat_state')
    return {
      operation: seconds =>
        counted.during(async () => scene.ask(changingScript(scene.askers.force, await versions(scene)), seconds)),
      reference: seconds => counted.during(() => scene.replay([script], seconds)),
      nothing: seconds => scene.ask(nothingRequest, seconds),
    }
  },
}

const firstNumber = 9_000_000_001
const mostNumbered = 2000

/**
 * pgbench draws numbers, so threats of the force, with all their states, are given numbers for references.
 *
 * @returns how many there are.
 */
async function numberThreats({ client, askers }: Scene): Promise<number> {
  await client.query(
    `create table bench_numbered as
       select id, ($3 + row_number() over (order by id) - 1)::text as reference from threats.threat
       where owner_id = (select organisation_id from organisations.person where email = $1) and handling <> 'Named'
       order by id limit $2`,
    [askers.force.email, mostNumbered, firstNumber],
  )
  await client.query(`update threats.threat t set reference = n.reference from bench_numbered n where n.id = t.id`)
  await client.query(
    `update threats.threat_state s set reference = n.reference from bench_numbered n where n.id = s.record_id`,
  )
  await client.query('vacuum analyze threats.threat, threats.threat_state')
  const { rows } = await client.query<{ count: string }>('select count(*) from bench_numbered')
  return Number(rows[0]?.count)
}

/** What stands of each: its ETag is the instant of its state, as `versionOf` of the record platform has it. */
async function versions({ client }: Scene): Promise<readonly Version[]> {
  const { rows } = await client.query<{ reference: string; at: Date }>(
    `select n.reference, s.recorded_from as at from bench_numbered n
     join threats.threat_state s on s.record_id = n.id and s.recorded_to = 'infinity' order by md5(n.reference)`,
  )
  return rows.map(({ reference, at }) => ({ reference, etag: `"${at.getTime().toString(36)}"` }))
}

async function changeOf(scene: Scene, number: number, name: string): Promise<WrkRequest> {
  const version = (await versions(scene)).find(({ reference }) => reference === String(number))
  return {
    method: 'PATCH',
    path: `/api/v1/threats/${number}`,
    headers: { ...scene.askers.force.token, 'content-type': 'application/json', 'if-match': version?.etag ?? '' },
    body: JSON.stringify({ name: `${name} changed` }),
  }
}

async function flowsOf({ client }: Scene, body: string): Promise<readonly Flow[]> {
  const { reference, recordedAt } = JSON.parse(body) as { readonly reference: string; readonly recordedAt: string }
  const { rows } = await client.query<{ id: string }>('select id from threats.threat where reference = $1', [reference])
  return [
    referenceFlow(reference),
    recordIdFlow(rows[0]?.id ?? '', '_id', /select h\.id as _id\b/),
    instantFlow(new Date(recordedAt), '_held'),
  ]
}
