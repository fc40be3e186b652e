import type { Measured } from './measured.ts'
import type { Contest, Measure, Operation } from './operation.ts'
import { runRounds } from './rounds.ts'
import type { Scene } from './scene.ts'

/** What the rounds of an operation found, figures of the same place being of the same round; or why it can't be said. */
export type Outcome =
  | {
      /** How long each measurement lasted. */
      readonly seconds: number
      readonly operation: readonly Measured[]
      readonly reference: readonly Measured[]
      readonly nothing: readonly Measured[]
    }
  | { readonly problem: string }

/** Measures an operation in rounds. What goes wrong belongs into its row; the run goes on. */
export async function measureOperation(scene: Scene, operation: Operation, rounds: number): Promise<Outcome> {
  try {
    const contest = await operation.prepare(scene)
    const seconds = operation.runByRun ? scene.seconds : await secondsFor(scene, contest)
    const contestants = measuresOf(contest).map(([name, measure]) => ({
      name,
      measure: () => measure(name === 'nothing' ? scene.seconds : seconds),
    }))
    const results = await runRounds(contestants, {
      rounds: Math.min(rounds, operation.mostRounds ?? rounds),
      random: scene.random,
      settle: () => settle(scene),
    })
    await contest.finish?.()
    const of = (name: string) => results.get(name) ?? []
    return { seconds, operation: of('operation'), reference: of('reference'), nothing: of('nothing') }
  } catch (fault) {
    return { problem: fault instanceof Error ? fault.message : String(fault) }
  }
}

function measuresOf({ operation, reference, nothing }: Contest): readonly (readonly [string, Measure])[] {
  return [
    ['operation', operation],
    ...(reference === undefined ? [] : [['reference', reference] as const]),
    ...(nothing === undefined ? [] : [['nothing', nothing] as const]),
  ]
}

const mostSeconds = 60

/**
 * How long each measurement has to last for every connection to be answered some times over: what is under way at the end is not
 * counted. The measurements made to find it fill caches as well.
 */
async function secondsFor(scene: Scene, contest: Contest): Promise<number> {
  const enough = (contest.connections ?? scene.connections) * 8
  let seconds = scene.seconds
  for (const [name, measure] of measuresOf(contest)) {
    let found = await measure(seconds)
    while (found.done < enough && seconds < mostSeconds) {
      seconds = Math.min(mostSeconds, Math.ceil((seconds * enough) / Math.max(found.done, enough / 4)))
      found = await measure(seconds)
    }
    if (found.done === 0) throw new Error(`Nothing was done within ${seconds} s by the ${name}.`)
  }
  return seconds
}

const sealedAtOnce = 10_000

/** Seals what the audit took in, so that nobody pays for the entries of the one before. */
async function settle({ client }: Scene): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ sealed: number }>('select audit.seal_entries($1)::integer as sealed', [
      sealedAtOnce,
    ])
    if ((rows[0]?.sealed ?? 0) < sealedAtOnce) return
  }
}
