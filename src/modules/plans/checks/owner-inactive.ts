import { formatDay } from '#ui'
import { isOpen, northWest, type PlanCheck, type PlanFacts } from './plan-check.ts'

/** A plan whose owner can't work on it here: their account is disabled, or they have none. */
export const ownerInactive: PlanCheck = {
  name: 'owner-inactive',
  heading: 'Owner not active',
  why: 'A plan whose owner has left goes on without anyone who answers for it.',
  source: `${northWest}: Cheshire, “It wasn’t always clear who the plan owner was”; that an account is what shows it, local default`,
  todo: 'Hand the plan over to somebody who works here; or have an account added for the owner.',
  find: plan => {
    if (!isOpen(plan)) return undefined
    if (plan.ownerStanding === 'unknown') {
      return {
        says: 'Its owner has no account here.',
        evidence: `${whose(plan)}, named since ${formatDay(plan.ownerSince)}, is not known here`,
        since: plan.ownerSince,
      }
    }
    if (plan.ownerStanding !== 'disabled' || plan.ownerDisabledOn === null) return undefined
    return {
      says: 'Its owner’s account is disabled.',
      evidence: `${whose(plan)}, disabled on ${formatDay(plan.ownerDisabledOn)}`,
      since: plan.ownerDisabledOn > plan.ownerSince ? plan.ownerDisabledOn : plan.ownerSince,
    }
  },
}

function whose({ owner }: PlanFacts): string {
  return owner ?? 'The owner'
}
