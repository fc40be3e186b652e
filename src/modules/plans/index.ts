import type { Module } from '#platform/http'
import { registerRoutes } from '#platform/register-pages'
import { aim } from './aim.ts'
import { plan } from './plan.ts'
import { planAction } from './plan-action.ts'

export { aim, type Measure, measures } from './aim.ts'
export { type FourP, fourPMeanings, fourPs } from './four-ps.ts'
export { mixFields, plan, reasonFields } from './plan.ts'
export { planAction } from './plan-action.ts'

/** 4P plans: what is to be achieved against each threat, what is done for it, and what an inspector would find. */
export const plans: Module = {
  name: 'plans',
  registers: [
    { record: plan, href: reference => `/plans/${encodeURIComponent(reference)}` },
    { record: aim, href: reference => `/plan-aims/${encodeURIComponent(reference)}` },
    { record: planAction, href: reference => `/plan-actions/${encodeURIComponent(reference)}` },
  ],
  routes: [
    ...registerRoutes(plan, { links: { threat: 'threats' } }),
    ...registerRoutes(aim, { links: { plan: 'plans' } }),
    ...registerRoutes(planAction, { links: { plan: 'plans', aim: 'plan-aims' } }),
  ],
  navigation: [{ label: 'Plans', href: '/plans', permission: 'record.read' }],
}
