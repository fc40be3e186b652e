import { isOpen, northWest, type PlanCheck } from './plan-check.ts'

/** A plan on which no partner was consulted, and under which none does anything. */
export const noPartner: PlanCheck = {
  name: 'no-partner',
  heading: 'No partner',
  why: 'Councils, schools, prisons and businesses know and can do what the police can’t.',
  source: `${northWest}: North Wales, “little evidence that partners had been consulted when developing 4P plans”`,
  todo: 'Consult the partners, and record who was asked, when, and what they said.',
  find: plan => {
    if (!isOpen(plan) || plan.consultations > 0 || plan.partnerActions > 0) return undefined
    return {
      says: 'No partner was consulted, and none has an action.',
      evidence: `0 consultations; 0 of ${plan.actions} actions are a partner’s`,
    }
  },
}
