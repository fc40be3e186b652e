import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** A plan of somebody who owns more plans than one person can drive. */
export const ownerOverloaded: PlanCheck = {
  name: 'owner-overloaded',
  heading: 'Owner has too many plans',
  why: 'Whoever owns more plans than they can drive drives none of them.',
  source: `${northWest}: North Wales, of lead responsible officers, “Their effectiveness is limited by their other responsibilities”; how many are too many, local default`,
  todo: 'Hand some of the plans over to others.',
  find: (plan, { threshold }) => {
    const most = threshold('owner-overloaded')
    if (!isOpen(plan) || plan.ownerStanding === 'none' || plan.ownerPlans <= most) return undefined
    return {
      says: `Its owner has ${plan.ownerPlans} plans; more than ${most} are too many.`,
      evidence: `${plan.owner ?? 'The owner'} owns ${plan.ownerPlans} plans that are not closed`,
    }
  },
}
