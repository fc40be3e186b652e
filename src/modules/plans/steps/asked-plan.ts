import { now } from '#platform/clock'
import { onlyRow, type Transaction } from '#platform/database'
import { type Answer, notFound, type PageAnswer, refused, type Shown, type Visit } from '#platform/http'
import { readRecord } from '#platform/record'
import { marking, reasonFirst, recordAddress } from '#platform/register-pages'
import { shownText } from '#ui'
import { sql } from 'kysely'
import { plan } from '../plan.ts'
import { closedProblem, isClosed, planIdOf, type PlanState } from '../plan-store.ts'

/** A plan on which a step is about to be taken, as it stands now. */
export interface WorkedPlan {
  readonly id: number
  readonly state: PlanState
  /** Whether the actor is its owner or a deputy. */
  readonly leads: boolean
}

export type Found<Subject> = { readonly subject: Subject } | { readonly answer: Answer }

/** A plan that the actor may take a step on; or what they are answered: there is none, why it is needed, why they may not. */
export async function planToWorkOn(visit: Visit, reference: string): Promise<Found<WorkedPlan>> {
  const found = await openPlan(visit, reference)
  if ('answer' in found) return found
  const { id, state } = found.subject
  const { works, leads } = await standingOn(visit.tx, id)
  return works ? { subject: { id, state, leads } } : { answer: notOfTheirs(state) }
}

/** A plan that the actor may see and that is still open, whoever may take a step on it. */
export async function openPlan(visit: Visit, reference: string): Promise<Found<Pick<WorkedPlan, 'id' | 'state'>>> {
  const state = await readRecord(visit.tx, plan, reference, { asAt: now, withErrors: true })
  const id = state && (await planIdOf(visit.tx, state.reference))
  if (state === undefined || id === undefined) return { answer: noSuchPlan(reference) }
  const asking = await reasonFirst(visit, state.handling)
  if (asking !== undefined) return { answer: asking }
  const problem = stepProblem(state)
  return problem === undefined ? { subject: { id, state } } : { answer: refusedStep(problem, shownPlan(state)) }
}

/** A plan as it was known at the visit's moment, for a page that only tells. */
export async function planToRead(
  visit: Visit,
  reference: string,
): Promise<Found<WorkedPlan & { readonly works: boolean }>> {
  const state = await readRecord(visit.tx, plan, reference, { asAt: visit.asAt, withErrors: true })
  const id = state && (await planIdOf(visit.tx, state.reference))
  if (state === undefined || id === undefined) return { answer: noSuchPlan(reference) }
  const asking = await reasonFirst(visit, state.handling)
  return asking === undefined ? { subject: { id, state, ...(await mayWorkOn(visit, id, state)) } } : { answer: asking }
}

/** What the actor may do on a plan that a page shows: nothing on a past day, nor once it is closed or in error. */
export async function mayWorkOn(
  visit: Visit,
  planId: number,
  state: PlanState,
): Promise<{ readonly works: boolean; readonly leads: boolean }> {
  const isOpen = visit.asAt.when === 'now' && stepProblem(state) === undefined
  if (!isOpen || !visit.actor.permissions.has('plan.work')) return { works: false, leads: false }
  return standingOn(visit.tx, planId)
}

/** Why there can be no step on a plan; undefined when there can. */
export function stepProblem(state: PlanState): string | undefined {
  if (state.inError !== undefined) return 'The plan was recorded in error. Record it again first'
  return isClosed(state) ? closedProblem : undefined
}

export function refusedStep(problem: string, shown: Shown): Answer {
  return refused({ status: 409, title: 'This can’t be done now', says: `${problem}.`, shown })
}

/** The one answer for a plan that is not there and for one that may not be seen. */
export function noSuchPlan(reference: string): Answer {
  return notFound({ register: 'plans', references: [reference.replaceAll('\u0000', '\uFFFD').slice(0, 200)] })
}

export function shownPlan({ reference }: Pick<PlanState, 'reference'>): Shown {
  return { register: 'plans', references: [reference] }
}

/** The address of a plan's page, or of a part of it. */
export function planHref(reference: string, part = ''): string {
  return `/plans/${encodeURIComponent(reference)}${part}`
}

/** What every page of a step on a plan has around it. */
export function planFrame(visit: Visit, state: PlanState, title: string) {
  return {
    title: `${title}: ${shownText(planTitle(state))}`,
    handling: marking(state.handling),
    breadcrumbs: [
      { text: 'Plans', href: recordAddress('/plans', visit) },
      { text: planTitle(state), href: recordAddress(planHref(state.reference), visit) },
    ],
    shown: shownPlan(state),
  } satisfies Partial<PageAnswer>
}

export function planTitle(state: PlanState): string {
  return String(state.values.title ?? state.reference)
}

async function standingOn(tx: Transaction, planId: number) {
  return onlyRow(
    await sql<{ works: boolean; leads: boolean }>`
      select plans.actor_works_on(${planId}) as works, plans.actor_leads(${planId}) as leads`.execute(tx),
  )
}

function notOfTheirs(state: PlanState): Answer {
  return refused({
    status: 403,
    title: 'Those who work on the plan do this',
    says: `${String(state.values.organisation)} records this plan; its owner and deputies lead it. Ask one of them.`,
    shown: shownPlan(state),
  })
}
