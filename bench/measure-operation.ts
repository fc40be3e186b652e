import type { Measured } from './measured.ts'
import type { Operation } from './operation.ts'
import { runRounds } from './rounds.ts'
import type { Scene } from './scene.ts'

/** What the rounds of an operation found, figures of the same place being of the same round; or why it can't be said. */
export type Outcome =
  | {
      readonly operation: readonly Measured[]
      readonly reference: readonly Measured[]
      readonly nothing: readonly Measured[]
    }
  | { readonly problem: string }

/** Measures an operation in rounds. What goes wrong belongs into its row; the run goes on. */
export async function measureOperation(scene: Scene, operation: Operation, rounds: number): Promise<Outcome> {
  try {
    const contest = await operation.prepare(scene)
    const contestants = [
      { name: 'operation', measure: contest.operation },
      { name: 'reference', measure: contest.reference },
      ...(contest.nothing === undefined ? [] : [{ name: 'nothing', measure: contest.nothing }]),
    ]
    // The first of each fills caches, and counts for nothing.
    for (const { measure } of contestants) await measure()
    const results = await runRounds(contestants, {
      rounds: Math.min(rounds, operation.mostRounds ?? rounds),
      random: scene.random,
      settle: () => settle(scene),
    })
    await contest.finish?.()
    const of = (name: string) => results.get(name) ?? []
    return { operation: of('operation'), reference: of('reference'), nothing: of('nothing') }
  } catch (fault) {
    return { problem: fault instanceof Error ? fault.message : String(fault) }
  }
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
