import { readFile } from 'node:fs/promises'
import type { Measured } from '../measured.ts'
import { budget, type Operation } from '../operation.ts'
import type { Scene } from '../scene.ts'
import { startBenchServer } from '../server.ts'
import { readToEnd } from './read-to-end.ts'

const rows = 500_000
const mostMegabytes = 400

export const exportMemory: Operation = {
  key: 'export-memory',
  name: 'memory of the server while a 500,000-row export is streamed',
  reference: 'budget',
  toReach: budget(`${mostMegabytes} MB`),
  grows: 'as its rows',
  runByRun: true,
  mostRounds: 3,
  prepare: async scene => {
    const from = await dayOfRow(scene)
    return {
      operation: () => exportOnce(scene, `/disruptions.csv${from === undefined ? '' : `?recordDate-from=${from}`}`),
    }
  },
}

/** The day from which on there are so many; undefined where there are fewer in all. */
async function dayOfRow({ client }: Scene): Promise<string | undefined> {
  const { rows: found } = await client.query<{ day: string }>(
    `select record_date::text as day from disruptions.disruption_state
     where recorded_to = 'infinity' and in_error is null order by record_date desc offset $1 limit 1`,
    [rows],
  )
  return found[0]?.day
}

/** By a server that has done nothing else: what was its most stays on record. */
async function exportOnce({ ownerUrl, folder, askers }: Scene, path: string): Promise<Measured> {
  const server = await startBenchServer(ownerUrl, folder)
  try {
    const begun = performance.now()
    const answered = await fetch(server.address + path, { headers: askers.national.session })
    const { lines, bytes } = await readToEnd(answered)
    const seconds = (performance.now() - begun) / 1000
    if (answered.status !== 200) throw new Error(`${path} was answered with ${answered.status}.`)
    const megabytes = await mostMemory(server.pid)
    return {
      perSecond: lines / seconds,
      done: lines,
      errors: 0,
      ofBudget: megabytes / mostMegabytes,
      note: `${Math.round(megabytes)} MB at most, ${lines} lines, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s`,
    }
  } finally {
    await server.stop()
  }
}

/** The most resident memory a process has had, in megabytes. */
async function mostMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024
}
