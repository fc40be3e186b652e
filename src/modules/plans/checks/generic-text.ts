import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** The later of two plans that are nearly the same text. */
export const genericText: PlanCheck = {
  name: 'generic-text',
  heading: 'Generic text',
  why: 'What is copied from another plan is not made for this threat.',
  source: `${northWest}: Cheshire and North Wales, “too generic to be effective”, “actions that weren’t tailored”; which share of the text is too much, local default`,
  todo: 'Write what is to be done against this threat, in these places, by these people.',
  find: (plan, { threshold }) => {
    const { copyOf } = plan
    if (!isOpen(plan) || copyOf === undefined || copyOf.share < threshold('generic-text')) return undefined
    if (copyOf.words < threshold('generic-text-words')) return undefined
    const share = Math.floor(copyOf.share)
    return {
      says: `${share}% of its text is that of ${copyOf.reference ?? 'a plan that you may not see'}, which was recorded before it.`,
      evidence: `${share}% of ${copyOf.words} words stand there in the same order`,
    }
  },
}
