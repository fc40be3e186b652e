import { addDays } from '#platform/clock'
import { formatDay } from '#ui'
import { namedActions, ofOpenActions } from './in-words.ts'
import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** Open actions whose day is past. */
export const actionsOverdue: PlanCheck = {
  name: 'actions-overdue',
  heading: 'Actions overdue',
  why: 'Actions that nobody follows up don’t drive the work.',
  source: `${northWest}: systems that “don’t allow them to easily track and manage 4P actions”; how many days late are borne, local default`,
  todo: 'Finish them, drop them with a reason, or agree another day.',
  find: (plan, { day, threshold }) => {
    const before = addDays(day, -threshold('actions-overdue'))
    const overdue = plan.doubtful.filter(({ dueOn }) => dueOn !== null && dueOn < before)
    const oldest = overdue.flatMap(({ dueOn }) => dueOn ?? []).toSorted()[0]
    if (!isOpen(plan) || oldest === undefined) return undefined
    const named = namedActions(overdue)
    return {
      says: `${ofOpenActions(overdue.length, plan.openActions, 'is', 'are')} overdue.`,
      evidence: `${named === '' ? '' : `${named}; `}the oldest was due on ${formatDay(oldest)}`,
      since: oldest,
    }
  },
}
