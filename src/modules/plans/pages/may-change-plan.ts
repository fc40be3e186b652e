import type { Visit } from '#platform/http'
import { mayChange, type RegisterPages } from '#platform/register-pages'
import { plan } from '../plan.ts'
import { planOptions } from '../plan-pages.ts'
import type { PlanState } from '../plan-store.ts'

/** The register's pages, as what records in it takes them. */
export const planPages = { ...planOptions, record: plan } as unknown as RegisterPages

/** Whether the visit may change a plan, were it open: today, and for an organisation that its person records for. */
export function mayChangePlan(visit: Visit, state: PlanState): Promise<boolean> {
  return mayChange(planPages, visit, state)
}
