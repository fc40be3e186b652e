import { now } from '#platform/clock'
import { onlyRow } from '#platform/database'
import { type Answer, notFound, type PageAnswer, refused, type Shown, type Visit } from '#platform/http'
import { readRecord } from '#platform/record'
import { marking, reasonFirst, recordAddress } from '#platform/register-pages'
import { shownText } from '#ui'
import { sql } from 'kysely'
import { planAction } from '../plan-action.ts'
import { type ActionState, planIdOf, type PlanState, readPlan } from '../plan-store.ts'
import { type Found, planHref, refusedStep, stepProblem } from '../steps/asked-plan.ts'

/** An action on which a step is about to be taken, as it stands now. */
export interface WorkedAction {
  readonly id: number
  readonly state: ActionState
  readonly plan: PlanState
  readonly planId: number
  readonly standing: ActionStanding
}

/** What the actor may do on an action. */
export interface ActionStanding {
  /** Records for the plan's organisation: says anything about it. */
  readonly records: boolean
  /** It was given to them: they say how it stands. */
  readonly does: boolean
  /** Works on its plan: adds notes. */
  readonly works: boolean
}

/** An action that the actor may add notes to. */
export function actionToNote(visit: Visit, reference: string): Promise<Found<WorkedAction>> {
  return actionFor(visit, reference, ({ works, does }) => works || does)
}

/** An action of which the actor may say that it is done, dropped or open. */
export function actionToEnd(visit: Visit, reference: string): Promise<Found<WorkedAction>> {
  return actionFor(visit, reference, ({ records, does }) => records || does)
}

/** What the actor may do on an action that a page shows: nothing on a past day, nor once its plan is closed. */
export async function standingOn(visit: Visit, state: ActionState): Promise<ActionStanding> {
  const plan = await readPlan(visit.tx, String(state.values.plan), now)
  const isOpen = visit.asAt.when === 'now' && state.inError === undefined
  if (!isOpen || plan === undefined || stepProblem(plan) !== undefined || !visit.actor.permissions.has('plan.work')) {
    return { records: false, does: false, works: false }
  }
  return standing(visit, state.reference)
}

export function shownAction({ reference }: Pick<ActionState, 'reference'>): Shown {
  return { register: 'plan-actions', references: [reference] }
}

/** The address of an action's page, or of a part of it. */
export function actionHref(reference: string, part = ''): string {
  return `/plan-actions/${encodeURIComponent(reference)}${part}`
}

/** What every page of a step on an action has around it. */
export function actionFrame(visit: Visit, { state, plan }: WorkedAction, title: string) {
  return {
    title: `${title}: ${shownText(String(state.values.text))}`,
    handling: marking(state.handling),
    breadcrumbs: [
      { text: String(plan.values.title), href: recordAddress(planHref(plan.reference), visit) },
      { text: `Action ${state.reference}`, href: recordAddress(actionHref(state.reference), visit) },
    ],
    shown: shownAction(state),
  } satisfies Partial<PageAnswer>
}

async function actionFor(
  visit: Visit,
  reference: string,
  may: (standing: ActionStanding) => boolean,
): Promise<Found<WorkedAction>> {
  const state = await readRecord(visit.tx, planAction, reference, { asAt: now, withErrors: true })
  const plan = state && (await readPlan(visit.tx, String(state.values.plan), now))
  const planId = plan && (await planIdOf(visit.tx, plan.reference))
  if (state === undefined || plan === undefined || planId === undefined) return { answer: noSuchAction(reference) }
  const asking = await reasonFirst(visit, state.handling)
  if (asking !== undefined) return { answer: asking }
  const shown = shownAction(state)
  if (state.inError !== undefined) {
    return { answer: refusedStep('The action was recorded in error. Record it again first', shown) }
  }
  const problem = stepProblem(plan)
  if (problem !== undefined) return { answer: refusedStep(problem, shown) }
  const { id, ...mine } = await standing(visit, state.reference)
  return may(mine) ? { subject: { id, state, plan, planId, standing: mine } } : { answer: notTheirs(state) }
}

async function standing(visit: Visit, reference: string): Promise<ActionStanding & { readonly id: number }> {
  const mayRecord = visit.actor.permissions.has('record.write')
  const row = onlyRow(
    await sql<ActionStanding & { id: number }>`
      select a.id, a.owner_id = any (organisations.actor_records_for()) as records, plans.actor_does(a.id) as does,
        plans.actor_works_on(p.id) as works
      from plans.action a join plans.action_state s on s.record_id = a.id and s.recorded_to = 'infinity'
      join plans.plan p on p.reference = s.plan_reference
      where a.reference = ${reference}`.execute(visit.tx),
  )
  return { ...row, records: row.records && mayRecord }
}

function noSuchAction(reference: string): Answer {
  return notFound({ register: 'plan-actions', references: [reference.replaceAll('\u0000', '\uFFFD').slice(0, 200)] })
}

function notTheirs(state: ActionState): Answer {
  const { planOrganisation, person } = state.values
  const given = person === null ? '' : ` It was given to ${person}.`
  return refused({
    status: 403,
    title: 'Whoever does the action says how it stands',
    says: `${planOrganisation} records this action.${given} Ask one of them.`,
    shown: shownAction(state),
  })
}
