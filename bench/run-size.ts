import type { Asked } from './asked.ts'
import { ending } from './ending.ts'
import { measureOperation, type Outcome } from './measure-operation.ts'
import { copyNational, loadedNational, type National } from './national-database.ts'
import { type Operation, untilSpoilt } from './operation.ts'
import { operations } from './operations/all.ts'
import type { BenchPostgres } from './postgres.ts'
import type { Programs } from './programs.ts'
import { seededRandom } from './rounds.ts'
import { rowOf } from './row.ts'
import { openScene, type Scene } from './scene.ts'
import { briefly, figure, type TableRow } from './table.ts'

export interface SizeOptions {
  readonly asked: Asked
  readonly programs: Programs
  readonly postgres: BenchPostgres
  readonly folder: string
  readonly factor: number
  readonly say: (line: string) => void
  /** Told all that was found so far, after each operation. */
  readonly keep: (found: SizeResult) => Promise<void>
}

/** What was found at one size: the rows of its table, and all figures behind them by operation. */
export interface SizeResult {
  readonly factor: number
  readonly national: National
  readonly rows: readonly TableRow[]
  readonly measured: Readonly<Record<string, Outcome>>
}

/** Measures every operation asked for at one size, on copies that are dropped afterwards. */
export async function runSize(options: SizeOptions): Promise<SizeResult> {
  const { asked, postgres, folder, factor, say, keep } = options
  const national = await loadedNational({ url: postgres.url, folder, factor, seed: asked.seed, say })
  for (const line of sizeInWords(national)) say(line)
  const random = seededRandom(asked.seed)
  const measured: Record<string, Outcome> = {}
  const rows: TableRow[] = []
  for (const together of untilSpoilt(operations.filter(({ key }) => asked.only?.includes(key) ?? true))) {
    await withScene(options, national, random, async scene => {
      for (const operation of together) {
        say(`Measuring: ${operation.name}`)
        const outcome = await measureOperation(scene, operation, asked.rounds)
        ending.throwIfAborted()
        const row = rowFor(operation, outcome)
        measured[operation.key] = outcome
        rows.push(row)
        say(`  ${briefly(row)}`)
        await keep({ factor, national, rows, measured })
      }
    })
  }
  return { factor, national, rows, measured }
}

async function withScene(
  { asked, programs, postgres, folder }: SizeOptions,
  national: National,
  random: () => number,
  act: (scene: Scene) => Promise<void>,
): Promise<void> {
  const { connections, seconds, mixedSeconds } = asked
  const copy = await copyNational(postgres.url, national)
  try {
    const scene = await openScene({
      programs,
      ownerUrl: copy.ownerUrl,
      folder,
      factor: national.factor,
      connections,
      seconds,
      mixedSeconds,
      random,
    })
    try {
      await act(scene)
    } finally {
      await scene.close()
    }
  } finally {
    await copy.drop()
  }
}

function rowFor(operation: Operation, outcome: Outcome): TableRow {
  return 'problem' in outcome ? { operation, problem: outcome.problem } : rowOf(operation, outcome)
}

function sizeInWords({ factor, seconds, bytes, rows }: National): readonly string[] {
  const counted = Object.entries(rows).map(([name, count]) => `${figure(count)} ${name}`)
  return [
    `Factor ${factor}: ${figure(bytes / 1e9)} GB, ${seconds === undefined ? 'loaded before' : `loaded in ${figure(seconds)} s`}.`,
    `Rows: ${counted.join(', ')}.`,
  ]
}
