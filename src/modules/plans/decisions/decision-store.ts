import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import { type Taken, takenBy, takenColumns } from '../steps/step-store.ts'
import type { StatedDecision } from './read-decisions.ts'

/** What was decided on a plan, and why. Never edited: another one takes its place. */
export interface Decision extends Taken {
  readonly number: number
  readonly decided: string
  readonly rationale: string
  /** The number of the review at which it was taken. */
  readonly review: number | undefined
  /** The number of the decision whose place it takes. */
  readonly supersedes: number | undefined
  /** The number of the decision that took its place by the moment asked. */
  readonly supersededBy: number | undefined
}

/** The decisions on a plan up to a moment, the latest first. */
export async function decisionsOf(tx: Transaction, planId: number, asAt: AsAt): Promise<readonly Decision[]> {
  const { rows } = await sql<DecisionRow>`
    select s.number, s.decided, s.rationale, r.number as review, before.number as supersedes, ${takenColumns}
    from plans.decision s
    join organisations.person p on p.id = s.person_id
    left join plans.review r on r.id = s.review_id
    left join plans.decision before on before.id = s.supersedes
    where s.plan_id = ${planId} and ${takenBy(asAt)} order by s.number desc`.execute(tx)
  const supersededBy = new Map(rows.map(row => [row.supersedes, row.number]))
  return rows.map(row => ({
    ...row,
    review: row.review ?? undefined,
    supersedes: row.supersedes ?? undefined,
    supersededBy: supersededBy.get(row.number),
  }))
}

interface DecisionRow extends Taken {
  readonly number: number
  readonly decided: string
  readonly rationale: string
  readonly review: number | null
  readonly supersedes: number | null
}

interface NewDecision extends StatedDecision {
  readonly planId: number
  readonly personId: number
  readonly at: Date
  /** The id of the review at which it is taken. */
  readonly reviewId?: number | undefined
}

/** Adds a decision to a plan that is held. Its number; 'superseded' when another took the place of the same one already. */
export async function addDecision(tx: Transaction, added: NewDecision): Promise<number | 'superseded'> {
  const { planId, supersedes } = added
  const { rows } = await sql<{ number: number }>`
    insert into plans.decision (plan_id, number, at, person_id, decided, rationale, review_id, supersedes)
    values (${planId}, (select coalesce(max(number), 0) + 1 from plans.decision where plan_id = ${planId}), ${added.at},
      ${added.personId}, ${added.decided}, ${added.rationale}, ${added.reviewId ?? null},
      ${supersedes === undefined ? sql`null` : sql`(select id from plans.decision where plan_id = ${planId} and number = ${supersedes})`})
    on conflict (supersedes) do nothing returning number`.execute(tx)
  return rows[0]?.number ?? 'superseded'
}
