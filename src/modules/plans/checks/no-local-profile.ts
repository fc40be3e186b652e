import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** A tactical plan that names no local profile, nor a reason for none. A strategic one is of no one place. */
export const noLocalProfile: PlanCheck = {
  name: 'no-local-profile',
  heading: 'No local profile',
  why: 'The local profile tells what police and partners know of the place.',
  source: `${northWest}: North Wales, “little evidence of plans including information from community profiles”`,
  todo: 'Name the local profile that the plan draws on; or record why there is none.',
  find: plan => {
    if (!isOpen(plan) || plan.kind === 'Strategic') return undefined
    if (plan.localProfile || plan.whyNoLocalProfile) return undefined
    return {
      says: 'It names no local profile, and no reason for none.',
      evidence: '“Local profile” and “Why no local profile” are empty',
    }
  },
}
