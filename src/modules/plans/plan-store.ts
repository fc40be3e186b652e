import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import {
  knownState,
  readRecord,
  type RecordState,
  stateColumns,
  type StateRow,
  stateSource,
  toState,
} from '#platform/record'
import { sql } from 'kysely'
import { aim } from './aim.ts'
import type { FourP } from './four-ps.ts'
import { plan } from './plan.ts'
import { type ActionStatus, planAction } from './plan-action.ts'

export type PlanState = RecordState<keyof typeof plan.fields>
export type AimState = RecordState<keyof typeof aim.fields>
export type ActionState = RecordState<keyof typeof planAction.fields>

/** What is told who would change a closed plan, its aims or actions, or take a step on it. */
export const closedProblem = 'The plan is closed, and stays as it stood'

/** A plan as it was known; undefined when there is none that the actor may see, or it was recorded in error. */
export async function readPlan(tx: Transaction, reference: string, asAt: AsAt): Promise<PlanState | undefined> {
  return readRecord(tx, plan, reference, { asAt })
}

/** Whether nothing of the plan may be changed any more. */
export function isClosed({ values }: Pick<PlanState, 'values'>): boolean {
  return values.status === 'Closed'
}

/** A plan as it stands now, for a step on it: or why there can be none. Undefined when there is no plan that the actor may see. */
export async function readOpenPlan(
  tx: Transaction,
  reference: string,
): Promise<{ readonly plan: PlanState } | { readonly problem: string } | undefined> {
  const state = await readPlan(tx, reference, { when: 'now' })
  if (state === undefined) return undefined
  return isClosed(state) ? { problem: closedProblem } : { plan: state }
}

/** The id of a plan's head, which its reviews, decisions and so on name; undefined when the actor can't see the plan. */
export async function planIdOf(tx: Transaction, reference: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from plans.plan where reference = ${stored(reference)}`.execute(tx)
  return rows[0]?.id
}

/** The aims of a plan that were known, in the order of their references. */
export async function aimsOf(tx: Transaction, planReference: string, asAt: AsAt): Promise<readonly AimState[]> {
  const { rows } = await sql<StateRow>`
    select ${stateColumns(aim)} from ${stateSource(aim)}
    where s.plan_reference = ${stored(planReference)} and ${knownState({ asAt }, 'plans.aim_state')}
    order by s.reference`.execute(tx)
  return rows.map(row => toState(aim, row))
}

export interface ActionsAsked {
  readonly p?: FourP
  readonly status?: ActionStatus
  /** Of each P at most so many; all when left out. */
  readonly limit?: number
}

/** The actions of a plan that were known: the open ones first, then by the day they are due. */
export async function actionsOf(
  tx: Transaction,
  planReference: string,
  asAt: AsAt,
  { p, status, limit }: ActionsAsked = {},
): Promise<readonly ActionState[]> {
  const order = sql`(s.status = 'Open') desc, s.due_on nulls last, s.reference`
  const { rows } = await sql<StateRow>`
    select * from (
      select ${stateColumns(planAction)}, row_number() over (partition by s.four_p order by ${order}) as _place
      from ${stateSource(planAction)}
      where s.plan_reference = ${stored(planReference)} and ${knownState({ asAt }, 'plans.action_state')}
        and ${p === undefined ? sql`true` : sql`s.four_p = ${p}`}
        and ${status === undefined ? sql`true` : sql`s.status = ${status}`}
    ) ranked
    where ${limit === undefined ? sql`true` : sql`_place <= ${limit}`}
    order by _place, p`.execute(tx)
  return rows.map(row => toState(planAction, row))
}

/** How many actions of one P a plan has. */
export interface ActionCount {
  readonly p: FourP
  readonly total: number
  readonly open: number
  readonly overdue: number
}

/** The numbers of a plan's actions by P, as at a moment; overdue on the day given, 'YYYY-MM-DD'. A P without any is not listed. */
export async function countActions(
  tx: Transaction,
  planReference: string,
  asAt: AsAt,
  today: string,
): Promise<readonly ActionCount[]> {
  const { rows } = await sql<ActionCount>`
    select s.four_p as p, count(*) as total, count(*) filter (where s.status = 'Open') as open,
      count(*) filter (where s.status = 'Open' and s.due_on < ${today}::date) as overdue
    from plans.action_state s
    where s.plan_reference = ${stored(planReference)} and ${knownState({ asAt }, 'plans.action_state')}
    group by s.four_p`.execute(tx)
  return rows
}

/** No reference holds a NUL, which the database would not even take to compare. */
function stored(reference: string): string {
  return reference.replaceAll('\u0000', '\uFFFD')
}
