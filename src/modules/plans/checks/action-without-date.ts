import { namedActions, ofOpenActions } from './in-words.ts'
import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** Open actions without a day by which they are done. */
export const actionWithoutDate: PlanCheck = {
  name: 'action-without-date',
  heading: 'Action without a date',
  why: 'What has no day can’t be late, so nobody asks after it.',
  source: `${northWest}: Cheshire, “Actions weren’t always clear”; systems that “don’t allow them to easily track and manage 4P actions”`,
  todo: 'Enter the day by which it is done.',
  find: plan => {
    const without = plan.doubtful.filter(({ dueOn }) => dueOn === null)
    if (!isOpen(plan) || without.length === 0) return undefined
    return {
      says: `${ofOpenActions(without.length, plan.openActions, 'has', 'have')} no day.`,
      evidence: namedActions(without),
    }
  },
}
