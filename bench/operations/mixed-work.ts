import { importOver } from '../../test/over-http.ts'
import { ending } from '../ending.ts'
import type { Measured, Percentiles } from '../measured.ts'
import { runOpenLoop } from '../open-loop.ts'
import { budget, type Operation } from '../operation.ts'
import type { Scene } from '../scene.ts'
import type { WrkRequest } from '../wrk-script.ts'
import { drawFrom, type Kind, workingDay } from './working-day.ts'
import { bearerOf } from './requests.ts'
import { importColumns, threatHistories } from './threat-rows.ts'

const most = { p95: 200, p99: 500, eventLoopDelay: 50 } as const
const importedRows = 50_000
/** So many are written out beforehand, while nobody's time is measured: a tenth of a second each. */
const filesAtOnce = 6
/** Before it is measured: a server that has just started plans each statement anew on each of its connections. */
const warmUp = { perSecond: 100, seconds: 60 } as const

/** The budget at 300 requests a second; and the aim, the same budget at 1,000. */
export const mixedWork: readonly Operation[] = [
  mixedAt(300, 'mixed', 'mixed work at 300 requests a second with an import running'),
  mixedAt(1_000, 'mixed-1000', '(the aim) the same at 1,000 a second'),
]

function mixedAt(perSecond: number, key: string, name: string): Operation {
  return {
    key,
    name,
    reference: 'budget',
    toReach: budget(`p95 ${most.p95}, p99 ${most.p99}, loop ${most.eventLoopDelay}`),
    grows: 'as its rows',
    runByRun: true,
    mostRounds: 1,
    spoils: true,
    prepare: async scene => {
      const kinds: readonly Kind[] = await workingDay(scene)
      return { operation: () => measure(scene, perSecond, () => drawFrom(kinds, scene.random)) }
    },
  }
}

async function measure(scene: Scene, perSecond: number, next: () => WrkRequest): Promise<Measured> {
  const { server, mixedSeconds } = scene
  let isOver = false
  const warming = { perSecond: warmUp.perSecond, seconds: Math.min(warmUp.seconds, mixedSeconds), patience: 30, next }
  await runOpenLoop({ address: server.address, ...warming })
  const files = Array.from({ length: filesAtOnce }, (_, part) => importFile(part))
  await server.eventLoopDelay()
  const work = runOpenLoop({ address: server.address, perSecond, seconds: mixedSeconds, patience: 30, next })
    .then(async measured => ({ measured, delay: await server.eventLoopDelay() }))
    .finally(() => (isOver = true))
  const [{ measured, delay }, imports] = await Promise.all([work, importUntil(scene, files, () => isOver)])
  const { times = { p50: Infinity, p95: Infinity, p99: Infinity } } = measured
  return {
    ...measured,
    ofBudget: shareOfBudget(times, delay),
    note: `${mixedSeconds} s, ${imports} imports of ${importedRows} rows begun, event loop late by ${delay.toFixed(1)} ms at p99`,
  }
}

function shareOfBudget({ p95, p99 }: Percentiles, delay: number): number {
  return Math.max(p95 / most.p95, p99 / most.p99, delay / most.eventLoopDelay)
}

/**
 * One import after the other, so that at any time one is running: the first of a region's list with its history, new here, each further one of
 * other moments of the same, lest the register be another by the end. @returns how many were begun.
 */
async function importUntil(
  { server, askers }: Scene,
  files: readonly string[],
  isOver: () => boolean,
): Promise<number> {
  let begun = 0
  while (!isOver() && !ending.aborted) {
    const file = files[begun] ?? importFile(begun)
    begun += 1
    const done = await importOver(server.address, bearerOf(askers.administrator), 'threats', file)
    if (done.state !== 'done') throw new Error(`The import: ${JSON.stringify(done)}`)
  }
  return begun
}

function importFile(part: number): string {
  return [importColumns, ...threatHistories({ prefix: 'MIXED', rows: importedRows, part }), ''].join('\n')
}
