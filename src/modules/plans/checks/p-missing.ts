import { fourPs } from '../four-ps.ts'
import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** A plan with a P that has no aim, nor a recorded reason why it has none. */
export const pMissing: PlanCheck = {
  name: 'p-missing',
  heading: 'A P is missing',
  why: 'A plan that only pursues leaves those who are harmed, and those who are drawn in, as they were.',
  source: `${northWest}: North Wales, “no consistent approach to 4P delivery”`,
  todo: 'Add an aim for the P; or record why it has none.',
  find: plan => {
    const missing = fourPs.filter(word => (plan.aims[word] ?? 0) === 0 && !plan.reasons[word])
    if (!isOpen(plan) || missing.length === 0) return undefined
    return {
      says: `${missing.join(', ')}: no aim, and no reason why there is none.`,
      evidence: fourPs.map(word => `${word} ${plan.aims[word] ?? 0}`).join(', '),
    }
  },
}
