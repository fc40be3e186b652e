import { now } from '#platform/clock'
import { z } from 'zod'
import { statedJson, stepApi, takenJson, takenMembers } from '../steps/step-api.ts'
import { takeDecision } from './decision-form.tsx'
import { type Decision, decisionsOf } from './decision-store.ts'
import { readDecision } from './read-decisions.ts'

const number = z.int()

const row = z.object({
  ...takenMembers,
  decided: z.string(),
  rationale: z.string(),
  review: number.nullable().describe('The number of the review at which it was taken'),
  supersedes: number.nullable().describe('The number of the decision whose place it takes'),
  supersededBy: number.nullable().describe('The number of the decision that took its place'),
})

/** The decision log for programs. */
export const decisionApi = stepApi({
  part: 'decisions',
  noun: 'decision',
  summary: {
    list: 'The decision log of a plan, the latest first, as at any moment',
    record: 'Add a decision to a plan’s log; it may take the place of another, which stays',
  },
  takes: z.strictObject({
    decided: z.string(),
    rationale: z.string(),
    supersedes: number.nullish().describe('The number of a decision on the same plan'),
  }),
  row,
  list: async (visit, planId) => (await decisionsOf(visit.tx, planId, visit.asAt)).map(rowOf),
  record: async (visit, { id }, body) => {
    const read = readDecision(statedJson(body, ['decided', 'rationale', 'supersedes']))
    if ('problems' in read) return read
    const outcome = await takeDecision(visit, id, read.answers)
    if (outcome === 'closed') return 'closed'
    if (typeof outcome !== 'number') return { problems: outcome }
    const decision = (await decisionsOf(visit.tx, id, now)).find(one => one.number === outcome)
    return { row: decision && rowOf(decision) }
  },
})

function rowOf(decision: Decision): z.infer<typeof row> {
  const { decided, rationale } = decision
  return {
    ...takenJson(decision),
    decided,
    rationale,
    review: decision.review ?? null,
    supersedes: decision.supersedes ?? null,
    supersededBy: decision.supersededBy ?? null,
  }
}
