import { addDays } from '#platform/clock'
import { formatDay } from '#ui'
import { countOf } from './in-words.ts'
import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** A plan that others review: the last review was not of its owner or a deputy, nor was one of late. */
export const notReviewedByOwner: PlanCheck = {
  name: 'not-reviewed-by-owner',
  heading: 'Not reviewed by its owner',
  why: 'Who answers for the plan has to judge it: others’ reviews are help, not their own.',
  source: `${northWest}: North Wales, “Plans appeared to lack evidence of being reviewed and updated by relevant LROs”; after how many days, local default`,
  todo: 'Review it as its owner, or as a deputy whom the owner named.',
  find: (plan, { day, threshold }) => {
    if (!isOpen(plan) || plan.reviews === 0 || plan.lastReviewByOwner === true) return undefined
    const own = plan.ownerReviewOn
    if (own !== null && day <= addDays(own, threshold('not-reviewed-by-owner'))) return undefined
    return {
      says: own === null ? 'Its owner never reviewed it.' : 'Its owner has not reviewed it for long.',
      evidence:
        own === null
          ? `${countOf(plan.reviews, 'review')}, none by the owner or a deputy`
          : `Last reviewed by the owner or a deputy on ${formatDay(own)}`,
      since: own ?? undefined,
    }
  },
}
