import { formatDay } from '#ui'
import { northWest, type PlanCheck } from './plan-check.ts'

/** A closed plan from which nothing was learned, as far as is recorded. */
export const closedWithoutLearning: PlanCheck = {
  name: 'closed-without-learning',
  heading: 'Closed without learning',
  why: 'What is not written down at the end is learned again at the next threat’s cost.',
  source: `${northWest}: North Wales, “The force doesn’t routinely record learning in relation to SOC”`,
  todo: 'A closed plan stays as it stood: talk its end over now, and record the learning in the plan of the next threat of its kind.',
  find: plan => {
    if (plan.status !== 'Closed' || plan.learning) return undefined
    return {
      says: 'It was closed, and no learning is recorded.',
      evidence: `Closed on ${formatDay(plan.statusSince)}, with ${plan.debrief ? 'a debrief' : 'no debrief'}`,
      since: plan.statusSince,
    }
  },
}
