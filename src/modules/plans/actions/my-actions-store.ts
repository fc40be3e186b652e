import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { knownState, stateColumns, type StateRow, stateSource, toState } from '#platform/record'
import { type RawBuilder, sql } from 'kysely'
import { planAction } from '../plan-action.ts'
import type { ActionState } from '../plan-store.ts'

/** Whose actions are asked for. */
export type WhoseActions = { readonly email: string } | { readonly organisationId: number }

interface AskedActions {
  readonly asAt: AsAt
  readonly whose: WhoseActions
}

/** So many of a kind are shown at once. */
export const mostActions = 200

/** The open actions of a person, or of an organisation and those it follows, under plans that are not closed: by the day they are due. */
export async function openActions(tx: Transaction, asked: AskedActions): Promise<readonly ActionState[]> {
  return actions(tx, asked, sql`s.status = 'Open'`, sql`s.due_on nulls last, s.reference`)
}

/** Those that were done or dropped since a day, 'YYYY-MM-DD', the last first. */
export async function endedActions(
  tx: Transaction,
  asked: AskedActions,
  since: string,
): Promise<readonly ActionState[]> {
  const ended = sql`s.status <> 'Open' and s.done_on >= ${since}::date`
  return actions(tx, asked, ended, sql`s.done_on desc, s.reference`)
}

async function actions(
  tx: Transaction,
  { asAt, whose }: AskedActions,
  which: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): Promise<readonly ActionState[]> {
  const { rows } = await sql<StateRow>`
    select ${stateColumns(planAction)} from ${stateSource(planAction)}
    where ${knownState({ asAt }, 'plans.action_state')} and ${which} and ${isOf(whose)} and ${underOpenPlan(asAt)}
    order by ${order} limit ${mostActions}`.execute(tx)
  return rows.map(row => toState(planAction, row))
}

function isOf(whose: WhoseActions): RawBuilder<boolean> {
  if ('email' in whose) return sql<boolean>`s.person_email = ${whose.email}`
  return sql<boolean>`s.organisation_id in (
    select o.id from organisations.organisation_today mine
    join organisations.organisation_today o on o.today_id = mine.today_id where mine.id = ${whose.organisationId})`
}

/** The condition that the plan of an action's state `s` was not closed at a moment. */
export function underOpenPlan(asAt: AsAt): RawBuilder<boolean> {
  const known =
    asAt.when === 'now'
      ? sql`whole.recorded_to = 'infinity'`
      : sql`whole.recorded_from <= ${asAt.instant} and ${asAt.instant} < whole.recorded_to`
  return sql<boolean>`exists (select from plans.plan_state whole where whole.reference = s.plan_reference and ${known}
    and whole.in_error is null and whole.status <> 'Closed')`
}
