import { addDays } from '#platform/clock'
import { formatDay } from '#ui'
import { type Asked, type Found, isOpen, northWest, type PlanCheck, type PlanFacts } from './plan-check.ts'

/** A plan whose next review is past; or an active one without a day for it, that was not looked at for long. */
export const outOfDate: PlanCheck = {
  name: 'out-of-date',
  heading: 'Out of date',
  why: 'A plan that is not looked at again no longer says what is done.',
  source: `${northWest}: Cheshire, “Some plans were out of date”; how many days late are borne, local default`,
  todo: 'Review the plan, and set the day of the next review.',
  find: (plan, asked) => {
    if (!isOpen(plan)) return undefined
    if (plan.nextReviewOn === null) return withoutDay(plan, asked)
    const last = addDays(plan.nextReviewOn, asked.threshold('out-of-date'))
    if (asked.day <= last) return undefined
    return {
      says: 'Its review is past.',
      evidence: `Next review on ${formatDay(plan.nextReviewOn)}`,
      since: plan.nextReviewOn,
    }
  },
}

function withoutDay(plan: PlanFacts, { day, threshold }: Asked): Found | undefined {
  const seenTo = later(plan.lastReviewOn, plan.statusSince)
  if (plan.status !== 'Active' || day <= addDays(seenTo, threshold('out-of-date-without-day'))) return undefined
  return {
    says: 'It has no day for its next review.',
    evidence:
      plan.lastReviewOn === null
        ? `Active since ${formatDay(plan.statusSince)}`
        : `Last reviewed on ${formatDay(plan.lastReviewOn)}`,
    since: seenTo,
  }
}

function later(one: string | null, other: string): string {
  return one !== null && one > other ? one : other
}
