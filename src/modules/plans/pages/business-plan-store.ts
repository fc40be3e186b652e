import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { knownState, stateColumns, type StateRow, stateSource, toState } from '#platform/record'
import { sql } from 'kysely'
import { aim } from '../aim.ts'
import type { FourP } from '../four-ps.ts'
import { plan } from '../plan.ts'
import type { AimState, PlanState } from '../plan-store.ts'

/** An organisation's active plans, each P with its plans' aims and numbers. */
export interface BusinessPlan {
  /** How many are active. */
  readonly total: number
  /** The first of them: those for priorities, then by title. */
  readonly plans: readonly PlanState[]
  /** Of these plans. */
  readonly aims: readonly AimState[]
  readonly open: readonly OpenCount[]
  /** Of all active plans. */
  readonly figures: readonly PFigures[]
}

export interface OpenCount {
  readonly plan: string
  readonly p: FourP
  readonly open: number
}

/** What the organisation's active plans have of one P. */
export interface PFigures {
  readonly p: FourP
  readonly aims: number
  readonly open: number
  readonly overdue: number
}

/** What stands on the business plan of an organisation, as at a moment, of what the actor may see. */
export async function businessPlanOf(
  tx: Transaction,
  organisation: string,
  { asAt, today, limit }: { readonly asAt: AsAt; readonly today: string; readonly limit: number },
): Promise<BusinessPlan> {
  const isActive = sql`s.status = 'Active' and ${knownState({ asAt }, 'plans.plan_state')}`
  const { rows: plans } = await sql<StateRow & { _total: number }>`
    select ${stateColumns(plan)}, count(*) over () as _total from ${stateSource(plan)}
    where organisation.name = ${organisation} and ${isActive}
    order by s.kind, s.title, s.reference limit ${limit}`.execute(tx)
  const states = plans.map(row => toState(plan, row))
  const references = states.map(({ reference }) => reference)
  const { rows: aims } = await sql<StateRow>`
    select ${stateColumns(aim)} from ${stateSource(aim)}
    where s.plan_reference = any (${references}::text[]) and ${knownState({ asAt }, 'plans.aim_state')}
    order by s.plan_reference, s.reference`.execute(tx)
  const { rows: open } = await sql<OpenCount>`
    select s.plan_reference as plan, s.four_p as p, count(*) as open from plans.action_state s
    where s.plan_reference = any (${references}::text[]) and s.status = 'Open'
      and ${knownState({ asAt }, 'plans.action_state')}
    group by s.plan_reference, s.four_p`.execute(tx)
  const { rows: figures } = await sql<PFigures>`
    with active as materialized (
      select s.reference from plans.plan_state s join organisations.organisation o on o.id = s.owner_id
      where o.name = ${organisation} and ${isActive}),
    parts as (
      select s.four_p, 1 as aims, 0 as open, 0 as overdue from plans.aim_state s
      where s.plan_reference in (select reference from active) and ${knownState({ asAt }, 'plans.aim_state')}
      union all
      select s.four_p, 0, 1, (s.due_on < ${today}::date)::integer from plans.action_state s
      where s.plan_reference in (select reference from active) and s.status = 'Open'
        and ${knownState({ asAt }, 'plans.action_state')})
    select four_p as p, sum(aims) as aims, sum(open) as open, coalesce(sum(overdue), 0) as overdue from parts
    group by four_p`.execute(tx)
  return {
    total: plans[0]?._total ?? 0,
    plans: states,
    aims: aims.map(row => toState(aim, row)),
    open,
    figures,
  }
}

/** The organisations that have a plan which the actor may see, as at a moment, by name. */
export async function organisationsWithPlans(tx: Transaction, asAt: AsAt): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct o.name from plans.plan_state s join organisations.organisation o on o.id = s.owner_id
    where ${knownState({ asAt }, 'plans.plan_state')} order by o.name`.execute(tx)
  return rows.map(({ name }) => name)
}
