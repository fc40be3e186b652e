import { namedActions, ofOpenActions } from './in-words.ts'
import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** Open actions that no person was given. */
export const actionWithoutOwner: PlanCheck = {
  name: 'action-without-owner',
  heading: 'Action without an owner',
  why: 'What nobody was asked to do is not done. An organisation alone is nobody.',
  source: `${northWest}: Cheshire, “Actions weren’t always clear”`,
  todo: 'Name the person who does it, a partner’s too.',
  find: plan => {
    const without = plan.doubtful.filter(({ hasPerson }) => !hasPerson)
    if (!isOpen(plan) || without.length === 0) return undefined
    return {
      says: `${ofOpenActions(without.length, plan.openActions, 'names', 'name')} no person.`,
      evidence: namedActions(without),
    }
  },
}
