import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { importOver } from '../../test/over-http.ts'
import type { Measured } from '../measured.ts'
import { type Operation, share } from '../operation.ts'
import { runProgram } from '../run-program.ts'
import type { Scene } from '../scene.ts'
import { bearerOf } from './requests.ts'
import { importColumns, threatRows } from './threat-rows.ts'

const rows = 50_000

export const importFile: Operation = {
  key: 'import',
  name: 'import 50,000 rows with checks, history and audit',
  reference: 'COPY and INSERT in psql',
  toReach: share(0.25),
  aim: share(0.5),
  leastPerSecond: 5_000,
  grows: 'by an index',
  runByRun: true,
  mostRounds: 10,
  spoils: true,
  prepare: async scene => {
    let files = 0
    const nextFile = () => threatRows({ prefix: `BENCH-${(files += 1)}`, rows })
    return {
      operation: () => timed(scene, () => importByServer(scene, nextFile())),
      reference: () => timed(scene, () => importBySql(scene, nextFile())),
    }
  },
}

/** Rows a second from sending the file until all is recorded. Afterwards the rows go, and the tables are as they were. */
async function timed(scene: Scene, act: () => Promise<number>): Promise<Measured> {
  const seconds = await act()
  await removeRows(scene)
  return { perSecond: rows / seconds, done: rows, errors: 0, note: `${seconds.toFixed(1)} s in the last round` }
}

async function importByServer({ server, askers }: Scene, lines: readonly string[]): Promise<number> {
  const begun = performance.now()
  const file = [importColumns, ...lines, ''].join('\n')
  const done = await importOver(server.address, bearerOf(askers.administrator), 'threats', file)
  const seconds = (performance.now() - begun) / 1000
  if (done.state !== 'done' || done.taken.newStates !== rows) throw new Error(`The import: ${JSON.stringify(done)}`)
  return seconds
}

/** The same rows with nothing checked, settled or audited: what the database alone needs for heads and states. */
async function importBySql({ programs, folder, ownerUrl }: Scene, lines: readonly string[]): Promise<number> {
  const [data, script] = [join(folder, 'import.csv'), join(folder, 'import.sql')]
  await writeFile(data, `${lines.join('\n')}\n`)
  await writeFile(script, sqlFor(data))
  const begun = performance.now()
  const { status, said } = await runProgram(programs.psql, [
    '-X',
    '-q',
    '-v',
    'ON_ERROR_STOP=1',
    '-f',
    script,
    ownerUrl,
  ])
  const seconds = (performance.now() - begun) / 1000
  await Promise.all([rm(data), rm(script)])
  if (status !== 0) throw new Error(`psql ended with ${status}: ${said}`)
  return seconds
}

function sqlFor(data: string): string {
  return `
begin;
create temporary table staged (reference text, recorded_from timestamptz, owner text, name text, threat_type text, type text,
  soc text, moderation_status text, tier text, phase text, crime_category text) on commit drop;
\\copy staged from '${data}' with (format csv)
analyze staged;
insert into threats.threat (reference, owner_id, handling, audience_id)
  select s.reference, o.id, 'Region', organisations.audience_for('Region', o.id)
  from (select distinct on (reference) reference, owner from staged order by reference, recorded_from desc) s
  join organisations.organisation o on o.name = s.owner;
insert into threats.threat_state (record_id, audience_id, recorded_from, recorded_to, entered_at, reference, owner_id, name,
    threat_type, type, soc, moderation_status, tier, phase, crime_category)
  select t.id, t.audience_id, s.recorded_from,
    lead(s.recorded_from, 1, 'infinity') over (partition by s.reference order by s.recorded_from), clock_timestamp(),
    s.reference, t.owner_id, s.name, s.threat_type, s.type, s.soc, s.moderation_status, s.tier, s.phase, s.crime_category
  from staged s join threats.threat t on t.reference = s.reference;
commit;
`
}

async function removeRows({ client }: Scene): Promise<void> {
  await client.query(`delete from threats.threat_state where reference like 'BENCH-%'`)
  await client.query(`delete from threats.threat where reference like 'BENCH-%'`)
  await client.query('vacuum analyze threats.threat_state, threats.threat')
}
