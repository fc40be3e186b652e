import { addDays } from '#platform/clock'
import { formatDay } from '#ui'
import { northWest, type PlanCheck } from './plan-check.ts'

/** An active plan that was not reviewed once. */
export const neverReviewed: PlanCheck = {
  name: 'never-reviewed',
  heading: 'Never reviewed',
  why: 'Whether a plan works is found out by looking at what came of it.',
  source: `${northWest}: North Wales, “Plans appeared to lack evidence of being reviewed and updated by relevant LROs”; after how many days, local default`,
  todo: 'Review the plan with those who work on it, and record the review.',
  find: (plan, { day, threshold }) => {
    if (plan.status !== 'Active' || plan.reviews > 0) return undefined
    if (day <= addDays(plan.statusSince, threshold('never-reviewed'))) return undefined
    return {
      says: 'It has not been reviewed once.',
      evidence: `Active since ${formatDay(plan.statusSince)}`,
      since: plan.statusSince,
    }
  },
}
