import { sql } from 'kysely'
import { z } from 'zod'
import type { Transaction } from '#platform/database'
import { tiers } from '../threat.ts'
import type { AssessmentModel, ModelDefinition, Tier } from './model.ts'
import { answer, type Answers, scoreAssessment } from './score-assessment.ts'

/** So many threats whose scores suggest one tier by their own model, and one by the new. */
export interface Move {
  readonly from: Tier | 'None'
  readonly to: Tier | 'None'
  readonly threats: number
}

/**
 * What a model would make of all assessments in force, whoever may see them: numbers alone, and none but for an administrator.
 * The assessments themselves keep their working.
 */
export async function effectsOf(
  tx: Transaction,
  models: readonly AssessmentModel[],
  definition: ModelDefinition,
): Promise<readonly Move[]> {
  const { rows } = await sql<{ version: number; scores: unknown; threats: number }>`
    select model_version as version, scores, threats from threats.scores_in_force()`.execute(tx)
  const counts = new Map<string, Move>()
  for (const { version, scores, threats } of rows) {
    const own = models.find(model => model.version === version)
    if (own === undefined) continue
    const given = scoresOnly(scores)
    const from = scoreAssessment(own.definition, given).suggestedTier ?? 'None'
    const to = scoreAssessment(definition, given).suggestedTier ?? 'None'
    const key = `${from} ${to}`
    counts.set(key, { from, to, threats: threats + (counts.get(key)?.threats ?? 0) })
  }
  return [...counts.values()].toSorted((a, b) => `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`))
}

/** How many threats are of each tier on one side of the moves. */
export function countsByTier(moves: readonly Move[], side: 'from' | 'to'): readonly (readonly [string, number])[] {
  return [...tiers, 'None' as const].map(tier => [
    tier,
    moves.filter(move => move[side] === tier).reduce((total, { threats }) => total + threats, 0),
  ])
}

/** A count that an administrator, who may see no record, is told: a few are not counted out. */
export function heldBack(count: number): string {
  return count > 0 && count < 5 ? 'under 5' : String(count)
}

const scoresSchema = z.record(z.string(), answer.shape.score)

function scoresOnly(scores: unknown): Answers {
  return Object.fromEntries(
    Object.entries(scoresSchema.parse(scores)).map(([key, score]) => [key, { score, reason: '' }]),
  )
}
