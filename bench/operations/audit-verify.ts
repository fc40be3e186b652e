import { runCommand } from '../../test/running-server.ts'
import { ending } from '../ending.ts'
import type { Measured } from '../measured.ts'
import { type Operation, times } from '../operation.ts'
import type { Scene } from '../scene.ts'

const entries = 1_000_000

export const auditVerify: Operation = {
  key: 'audit-verify',
  name: 'audit: verify 1 million entries',
  reference: 'one digest scan in SQL',
  toReach: times(2),
  aim: times(1.2),
  grows: 'by an index',
  runByRun: true,
  mostRounds: 10,
  spoils: true,
  prepare: async scene => {
    const sealed = await makeEntries(scene, Math.ceil(entries * Math.min(1, scene.factor)))
    return {
      operation: () => timed(sealed, () => verify(scene, sealed)),
      reference: () => timed(sealed, () => scanDigests(scene)),
    }
  },
}

async function timed(sealed: number, act: () => Promise<void>): Promise<Measured> {
  const begun = performance.now()
  await act()
  const seconds = (performance.now() - begun) / 1000
  return { perSecond: sealed / seconds, done: sealed, errors: 0, note: `${sealed} entries in ${seconds.toFixed(1)} s` }
}

/** Makes so many entries as reading and listing make them, all sealed. @returns how many are sealed. */
async function makeEntries({ client }: Scene, wanted: number): Promise<number> {
  await client.query(
    `insert into audit.entry (request_id, person_id, actor, organisation, event, outcome, shown, details)
     select gen_random_uuid(), 1 + n % 500, 'person-' || n % 500 || '@national.example', 'Cheshire Constabulary',
       case when n % 5 = 0 then 'threats.listed' else 'threat.viewed' end, 'done',
       array(select 'threats:NAT-' || lpad(((n * 7 + shown) % 30000)::text, 7, '0')
         from generate_series(1, case when n % 5 = 0 then 10 else 1 end) shown), '{"format": "json"}'
     from generate_series(1, $1) n`,
    [wanted],
  )
  await client.query('vacuum analyze audit.entry')
  for (;;) {
    const { rows } = await client.query<{ unsealed: string }>(
      `select audit.seal_entries(50000), audit.unsealed_count() as unsealed`,
    )
    if (Number(rows[0]?.unsealed) === 0) break
  }
  await client.query('vacuum analyze audit.seal')
  const { rows } = await client.query<{ count: string }>('select count(*) from audit.seal')
  return Number(rows[0]?.count)
}

async function verify({ server: { dataFolder, settings } }: Scene, sealed: number): Promise<void> {
  const { status, out, said } = await runCommand(dataFolder, ['audit', 'verify'], { settings, signal: ending })
  const whole = Number(/^(\d+) entries sealed and whole/.exec(out)?.[1] ?? 0)
  if (status !== 0 || whole < sealed) throw new Error(`fourfold audit verify ended with ${status}: ${out}${said}`)
}

/** What checking can't do without: the digest of every entry. */
async function scanDigests({ client }: Scene): Promise<void> {
  await client.query('select count(sha256(audit.canonical(e))) from audit.entry e')
}
