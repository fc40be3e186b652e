import type { AsAt } from '#platform/clock'
import { onlyRow, type Transaction } from '#platform/database'
import { sql } from 'kysely'
import { addDecision } from '../decisions/decision-store.ts'
import { holdPlan, type Taken, takenBy, takenColumns } from '../steps/step-store.ts'
import type { StatedReview } from './read-review.ts'

/** A review of a plan as it was recorded. */
export interface Review extends Taken, Omit<StatedReview, 'decisions'> {
  readonly number: number
  /** Whether who recorded it owned the plan or was its deputy at that moment: only then it is the lead responsible officer's own. */
  readonly byOwner: boolean
  /** The numbers of the decisions that were taken at it. */
  readonly decisions: readonly number[]
}

/** The reviews of a plan up to a moment, the one held last first. */
export async function reviewsOf(tx: Transaction, planId: number, asAt: AsAt): Promise<readonly Review[]> {
  const { rows } = await sql<ReviewRow>`
    select s.number, s.held_on as "heldOn", s.by_owner as "byOwner", s.attended, s.changed, s.investigation,
      s.next_review_on as "nextReviewOn", ${takenColumns},
      array(select d.number from plans.decision d where d.review_id = s.id order by d.number) as decisions
    from plans.review s join organisations.person p on p.id = s.person_id
    where s.plan_id = ${planId} and ${takenBy(asAt)} order by s.held_on desc, s.number desc`.execute(tx)
  return rows.map(row => ({
    ...row,
    investigation: row.investigation ?? undefined,
    nextReviewOn: row.nextReviewOn ?? undefined,
  }))
}

interface ReviewRow extends Omit<Review, 'investigation' | 'nextReviewOn'> {
  readonly investigation: string | null
  readonly nextReviewOn: string | null
}

/**
 * Records a review with its decisions, and the day of the next one on the plan. Its number; undefined when the plan was closed
 * meanwhile, or is not the actor's to work on.
 */
export async function addReview(
  tx: Transaction,
  planId: number,
  personId: number,
  review: StatedReview,
): Promise<number | undefined> {
  const at = await holdPlan(tx, planId)
  if (at === undefined) return undefined
  const { id, number } = onlyRow(
    await sql<{ id: number; number: number }>`
      insert into plans.review
        (plan_id, number, held_on, at, person_id, by_owner, attended, changed, investigation, next_review_on)
      values (${planId}, (select coalesce(max(number), 0) + 1 from plans.review where plan_id = ${planId}),
        ${review.heldOn}::date, ${at}, ${personId}, plans.actor_leads(${planId}), ${review.attended}, ${review.changed},
        ${review.investigation ?? null}, ${review.nextReviewOn ?? null}::date)
      returning id, number`.execute(tx),
  )
  for (const decision of review.decisions) await addDecision(tx, { ...decision, planId, personId, at, reviewId: id })
  if (review.nextReviewOn !== undefined) {
    await sql`select plans.state_next_review(${planId}, ${review.nextReviewOn}::date, ${at})`.execute(tx)
  }
  return number
}
