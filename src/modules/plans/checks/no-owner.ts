import { formatDay } from '#ui'
import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** A plan that nobody owns: tactical, its lead responsible officer; strategic, its senior one. */
export const noOwner: PlanCheck = {
  name: 'no-owner',
  heading: 'No owner',
  why: 'With several authors and no owner, nobody is held to account for the plan.',
  source: `${northWest}: Cheshire, “It wasn’t always clear who the plan owner was”`,
  todo: 'Name one person as its owner.',
  find: plan => {
    if (!isOpen(plan) || plan.ownerStanding !== 'none') return undefined
    return {
      says: 'Nobody is named as its owner.',
      evidence: `Without an owner since ${formatDay(plan.ownerSince)}`,
      since: plan.ownerSince,
    }
  },
}
