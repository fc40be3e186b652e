import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Statement } from '../captured.ts'
import type { Measured } from '../measured.ts'
import type { Askers } from '../people.ts'
import { type Operation, share } from '../operation.ts'
import { runProgram } from '../run-program.ts'
import type { Scene } from '../scene.ts'
import type { WrkRequest } from '../wrk-script.ts'
import { actorSettings } from './actor-settings.ts'
import { readToEnd } from './read-to-end.ts'
import { pastDay } from './requests.ts'

export const extraction: Operation = {
  key: 'extraction',
  name: 'the inspectorate’s extraction as at a day, streamed to CSV',
  reference: 'psql’s \\copy of its query',
  toReach: share(0.5),
  aim: share(0.8),
  // Told by the row: each may take no longer where there are more of them.
  grows: 'by an index',
  runByRun: true,
  prepare: async scene => {
    const { statements } = await scene.captureOnce(takeRequest(scene.askers))
    const query = statements.find(({ text }) => /order by s\.reference collate "C"/.test(text))
    if (query === undefined) throw new Error('Among the statements of an extraction was none that reads its rows.')
    const settings = await actorSettings(scene, scene.askers.national)
    return {
      operation: () => takeAndRead(scene),
      reference: () => copyOut(scene, query, settings),
    }
  },
}

/** Lead disruptions of a year, as they were known on a past day, kept and answered with at once. */
function takeRequest(askers: Askers): WrkRequest {
  const asAt = pastDay()
  const year = Number(asAt.slice(0, 4)) - 1
  return {
    method: 'POST',
    path: '/api/v1/extractions',
    headers: { ...askers.national.token, 'content-type': 'application/json' },
    body: JSON.stringify({
      preset: 'hmicfrs-disruptions',
      asAt,
      from: `${year}-01-01`,
      to: `${year}-12-31`,
      format: 'csv',
    }),
  }
}

/** Takes it, which keeps it, and reads its rows to the last byte. */
async function takeAndRead({ server, askers }: Scene): Promise<Measured> {
  const { path, ...rest } = takeRequest(askers)
  const begun = performance.now()
  const taken = await fetch(server.address + path, rest)
  const { lines } = await readToEnd(taken)
  const seconds = (performance.now() - begun) / 1000
  const total = lines - 1
  if (taken.status !== 201 || total <= 0) throw new Error(`Of an extraction ${lines} lines came: ${taken.status}.`)
  return { perSecond: total / seconds, done: total, errors: 0, note: `${total} rows in ${seconds.toFixed(2)} s` }
}

/** The same query, by the same role and for the same actor, to a file. */
async function copyOut(
  { programs, folder, appUrl }: Scene,
  query: Statement,
  settings: Readonly<Record<string, string>>,
): Promise<Measured> {
  const file = join(folder, 'extraction.csv')
  const copy = `\\copy (${withValues(query).replaceAll(/\s+/g, ' ')}) to '${file}' with (format csv, header)`
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const begun = performance.now()
  const { status, out, said } = await runProgram(programs.psql, ['-X', '-v', 'ON_ERROR_STOP=1', '-c', copy, appUrl], {
    env: { PGOPTIONS: ['-c jit=off', ...options].join(' ') },
  })
  const seconds = (performance.now() - begun) / 1000
  await rm(file, { force: true })
  const copied = Number(/^COPY (\d+)/.exec(out)?.[1] ?? Number.NaN)
  if (status !== 0 || !(copied > 0)) throw new Error(`psql ended with ${status}: ${said}${out}`)
  return { perSecond: copied / seconds, done: copied, errors: 0, note: `${copied} copied in ${seconds.toFixed(2)} s` }
}

/** The statement with its parameters as literals, whose types the server infers as it does those of parameters. */
function withValues({ text, parameters }: Statement): string {
  return text.replaceAll(/\$(\d+)/g, (_, place) => {
    const value = parameters[Number(place) - 1] ?? null
    return value === null ? 'null' : `'${value.replaceAll("'", "''")}'`
  })
}
