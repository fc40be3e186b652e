import { formatDay } from '#ui'
import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** A tactical plan in whose last review the senior investigating officer had no part. */
export const investigationApart: PlanCheck = {
  name: 'investigation-apart',
  heading: 'Investigation apart from the plan',
  why: 'Where the investigation goes one way and the plan another, each undoes the other’s work.',
  source: `${northWest}: North Wales, “Senior investigating officers and LROs don’t always work to formulate 4P plans together”`,
  todo: 'Have the senior investigating officer take part in the next review, and record their part.',
  find: plan => {
    if (!isOpen(plan) || plan.kind === 'Strategic' || plan.lastReviewOn === null) return undefined
    if (plan.lastReviewJoined !== false) return undefined
    return {
      says: 'The senior investigating officer had no part in the last review.',
      evidence: `Last reviewed on ${formatDay(plan.lastReviewOn)}`,
      since: plan.lastReviewOn,
    }
  },
}
