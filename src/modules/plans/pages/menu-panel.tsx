import type { Panel } from '#platform/http'
import { menuBeside } from '../menu/menu-beside.tsx'
import { isClosed, type PlanState } from '../plan-store.ts'
import { mayChangePlan } from './may-change-plan.ts'

/** On the page of a plan that its reader may add to: the menu of tactics for what it is against. */
export const menuPanel: Panel = {
  on: 'plans',
  permission: 'record.read',
  beside: true,
  show: async (visit, shown) => {
    const state = shown as PlanState
    if (isClosed(state) || state.inError !== undefined || !(await mayChangePlan(visit, state))) return undefined
    const { threat, priority } = state.values
    const body = await menuBeside(visit, {
      threat: typeof threat === 'string' ? threat : undefined,
      priority: typeof priority === 'string' ? priority : undefined,
      plan: state.reference,
      framed: true,
    })
    return body === null ? undefined : { heading: 'Menu of tactics', body }
  },
}
