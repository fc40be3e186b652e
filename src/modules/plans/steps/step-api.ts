import { now } from '#platform/clock'
import { onlyRow } from '#platform/database'
import { type Answer, json, refused, type Route, route, type Visit } from '#platform/http'
import { type FieldProblem, readRecord } from '#platform/record'
import { apiReasonMissing } from '#platform/register-pages'
import { sql } from 'kysely'
import { z } from 'zod'
import { plan } from '../plan.ts'
import { planIdOf } from '../plan-store.ts'
import { noSuchPlan, refusedStep, shownPlan, stepProblem, type WorkedPlan } from './asked-plan.ts'
import type { Stated } from './read-answers.ts'
import type { Taken } from './step-store.ts'

const query = z.looseObject({
  asAt: z.string().optional().describe('A day or an instant with its zone; now when left out'),
  reason: z.string().trim().max(500).optional().describe('Why the record is needed: demanded for some handlings'),
})
const params = z.object({ reference: z.string() })

/** The members of every step in the API. */
export const takenMembers = {
  number: z.int(),
  at: z.string().describe('ISO 8601 instant, UTC'),
  person: z.object({ name: z.string(), email: z.string() }),
}
export const dayMember = z.string().describe('YYYY-MM-DD')

/** The same members of one step. */
export function takenJson({ number, at, person }: Taken & { readonly number: number }) {
  return { number, at: at.toISOString(), person: { name: person.name, email: person.email } }
}

/** Steps of one kind on a plan, as programs read and record them. */
interface StepApi {
  /** "reviews": the last part of the address. */
  readonly part: string
  readonly noun: string
  readonly summary: { readonly list: string; readonly record: string }
  /** What a program sends: texts, and nothing beside them. */
  readonly takes: z.ZodObject
  readonly row: z.ZodType
  readonly list: (visit: Visit, planId: number) => Promise<readonly object[]>
  /** Records one. What its row is found by in the list; or why not. */
  readonly record: (visit: Visit, plan: WorkedPlan, body: Readonly<Record<string, unknown>>) => Promise<StepRecorded>
}

export type StepRecorded =
  { readonly row: object | undefined } | { readonly problems: readonly FieldProblem[] } | 'closed'

/** GET and POST of one kind of step on a plan. */
export function stepApi(api: StepApi): readonly Route[] {
  const common = { path: `/api/v1/plans/:reference/${api.part}`, area: 'api', params, query } as const
  return [
    route({
      ...common,
      method: 'GET',
      fromReplica: true,
      permission: 'record.read',
      event: `${api.part}.listed`,
      summary: api.summary.list,
      answers: z.object({ reference: z.string(), items: z.array(api.row) }),
      handle: async (visit, { params: { reference } }) => {
        const found = await planForApi(visit, reference)
        if ('answer' in found) return found.answer
        const { id, state } = found.plan
        return json({ reference, items: await api.list(visit, id) }, { shown: shownPlan(state) })
      },
    }),
    route({
      ...common,
      method: 'POST',
      permission: 'plan.work',
      event: `${api.noun}.recorded`,
      summary: api.summary.record,
      idempotent: true,
      body: api.takes,
      takes: api.takes,
      answers: api.row,
      handle: (visit, { params: { reference }, body }) => recordOne(api, visit, reference, body),
    }),
  ]
}

async function recordOne(
  api: StepApi,
  visit: Visit,
  reference: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const found = await planForApi(visit, reference)
  if ('answer' in found) return found.answer
  const { state, works } = found.plan
  const shown = shownPlan(state)
  const problem = stepProblem(state)
  if (problem !== undefined) return refusedStep(problem, shown)
  if (!works) {
    return refused({
      status: 403,
      title: 'Those who work on the plan do this',
      says: `You neither record for ${String(state.values.organisation)} nor lead the plan. Ask someone who does.`,
      shown,
    })
  }
  const outcome = await api.record(visit, found.plan, body)
  if (outcome === 'closed') return refusedStep('The plan was closed meanwhile', shown)
  if ('problems' in outcome) return refusedProblems(api.noun, outcome.problems)
  return json(outcome.row, { status: 201, shown, details: { format: 'json', fields: Object.keys(body) } })
}

function refusedProblems(noun: string, problems: readonly FieldProblem[]): Answer {
  return refused({
    status: 400,
    title: `The ${noun} can’t be recorded`,
    says: problems.map(({ field, problem }) => `${field}: ${problem}`).join('. '),
    problem: { errors: problems },
  })
}

async function planForApi(
  visit: Visit,
  reference: string,
): Promise<{ readonly plan: WorkedPlan & { readonly works: boolean } } | { readonly answer: Answer }> {
  const asAt = visit.asAt.when === 'past' ? visit.asAt : now
  const state = await readRecord(visit.tx, plan, reference, { asAt, withErrors: true })
  const id = state && (await planIdOf(visit.tx, state.reference))
  if (state === undefined || id === undefined) return { answer: noSuchPlan(reference) }
  const missing = await apiReasonMissing(visit, state)
  if (missing !== undefined) return { answer: missing }
  const standing = await sql<{ works: boolean; leads: boolean }>`
    select plans.actor_works_on(${id}) as works, plans.actor_leads(${id}) as leads`.execute(visit.tx)
  return { plan: { id, state, ...onlyRow(standing) } }
}

/** What a program stated, as the texts that a form would have sent: a member that is null or left out says nothing. */
export function statedJson(body: Readonly<Record<string, unknown>>, names: readonly string[]): Stated {
  return Object.fromEntries(names.map(name => [name, textOf(body[name])]))
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
