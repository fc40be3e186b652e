import { knownState } from '#platform/record'
import type { Narrowing } from '#platform/register-pages'
import { sql } from 'kysely'
import { planStatuses } from './plan.ts'

/** Aims or actions by how their plan stood: those of active plans, say. */
export const byPlanStatus: Narrowing = {
  name: 'planStatus',
  label: 'Status of the plan',
  choices: async () => planStatuses.map(value => ({ value, text: value })),
  condition: async (visit, statuses) => sql<boolean>`s.plan_reference in (
    select s.reference from plans.plan_state s
    where s.status = any (${statuses}::text[]) and ${knownState({ asAt: visit.asAt }, 'plans.plan_state')})`,
}
