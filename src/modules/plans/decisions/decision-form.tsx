import { now } from '#platform/clock'
import { type Answer, refused, type Visit } from '#platform/http'
import type { FieldProblem } from '#platform/record'
import { type Content, InsetText, Text } from '#ui'
import {
  type Found,
  planFrame,
  planHref,
  planTitle,
  planToWorkOn,
  shownPlan,
  type WorkedPlan,
} from '../steps/asked-plan.ts'
import { closedMeanwhile } from '../steps/closed-meanwhile.ts'
import { statedOf } from '../steps/read-answers.ts'
import { type ShownStep, stepRoutes } from '../steps/step-form.tsx'
import { holdPlan } from '../steps/step-store.ts'
import { StepText } from '../steps/step-text.tsx'
import { addDecision, type Decision, decisionsOf } from './decision-store.ts'
import { readDecision, type StatedDecision } from './read-decisions.ts'

/** A plan on which a decision is taken, which may take the place of another. */
interface Deciding extends WorkedPlan {
  readonly before: Decision | undefined
}

/** The form that adds a decision to a plan's log. `supersedes` in its address names the one whose place it takes. */
export const decisionFormRoutes = stepRoutes<Deciding>({
  path: '/plans/:reference/decisions/new',
  permission: 'plan.work',
  viewed: { event: 'decision-form.viewed', summary: 'Add a decision to a plan’s log' },
  taken: {
    event: 'decision.recorded',
    summary: 'Keep a decision with its rationale; it may take the place of another',
  },
  find: findDeciding,
  frame: (visit, { state }) => planFrame(visit, state, 'Add a decision'),
  heading: ({ state, before }) => ({
    title: before === undefined ? 'Add a decision' : `Supersede decision ${before.number}`,
    caption: planTitle(state),
  }),
  draft: ({ state, before }) => ({
    kind: 'plans.decision',
    subject: before === undefined ? state.reference : `${state.reference} ${before.number}`,
    title: `Decision on plan ${state.reference}`,
  }),
  address: ({ state, before }) =>
    planHref(state.reference, `/decisions/new${before === undefined ? '' : `?supersedes=${before.number}`}`),
  backHref: ({ state }) => planHref(state.reference, '/decisions'),
  questions: shown => <Questions {...shown} />,
  button: 'Add the decision',
  take: async (visit, { id, state, before }, fields) => {
    const supersedes = before === undefined ? '' : String(before.number)
    const read = readDecision({ ...statedOf(fields, ['decided', 'rationale']), supersedes })
    if ('problems' in read) return read
    const outcome = await takeDecision(visit, id, read.answers)
    if (outcome === 'closed') return { answer: closedMeanwhile(shownPlan(state)) }
    if (typeof outcome !== 'number') return { answer: supersededMeanwhile(state.reference, outcome) }
    const to = planHref(state.reference, '/decisions')
    return { done: 'Decision added', to, shown: shownPlan(state), details: { decision: outcome } }
  },
})

/** Adds a decision to a plan that the actor works on. Its number; or why not. */
export async function takeDecision(
  visit: Visit,
  planId: number,
  stated: StatedDecision,
): Promise<number | 'closed' | readonly FieldProblem[]> {
  const at = await holdPlan(visit.tx, planId)
  if (at === undefined) return 'closed'
  const { supersedes } = stated
  if (supersedes !== undefined) {
    const all = await decisionsOf(visit.tx, planId, now)
    const before = all.find(({ number }) => number === supersedes)
    if (before === undefined)
      return [{ field: 'supersedes', problem: `There is no decision ${supersedes} on this plan` }]
    if (before.supersededBy !== undefined) return [supersededAlready(before)]
  }
  const added = await addDecision(visit.tx, { ...stated, planId, personId: visit.actor.personId, at })
  return typeof added === 'number' ? added : [{ field: 'supersedes', problem: 'It was superseded already' }]
}

async function findDeciding(visit: Visit, reference: string): Promise<Found<Deciding>> {
  const found = await planToWorkOn(visit, reference)
  if ('answer' in found) return found
  const asked = [visit.query['supersedes'] ?? []].flat()[0] ?? ''
  if (asked === '') return { subject: { ...found.subject, before: undefined } }
  const decisions = await decisionsOf(visit.tx, found.subject.id, now)
  const before = decisions.find(({ number }) => String(number) === asked)
  if (before === undefined) return { subject: { ...found.subject, before: undefined } }
  if (before.supersededBy === undefined) return { subject: { ...found.subject, before } }
  return { answer: supersededMeanwhile(found.subject.state.reference, [supersededAlready(before)]) }
}

function supersededAlready({ number, supersededBy }: Decision): FieldProblem {
  return { field: 'supersedes', problem: `Decision ${number} was superseded by decision ${supersededBy} already` }
}

function supersededMeanwhile(reference: string, problems: readonly FieldProblem[]): Answer {
  return refused({
    status: 409,
    title: 'It was superseded already',
    says: `${problems.map(({ problem }) => problem).join('. ')}. Supersede the one that stands.`,
    shown: { register: 'plans', references: [reference] },
  })
}

function Questions({ subject: { before }, fields, errors }: ShownStep<Deciding>): Content {
  return (
    <>
      {before === undefined ? null : (
        <InsetText>
          <p class="govuk-body">
            <strong>
              Decision {before.number}: <Text value={before.decided} lines />
            </strong>
          </p>
          <p class="govuk-body">
            Why: <Text value={before.rationale} lines />
          </p>
        </InsetText>
      )}
      <StepText name="decided" label="What was decided?" fields={fields} errors={errors} />
      <StepText
        name="rationale"
        label="Why?"
        hint="It can’t be edited later, only superseded"
        fields={fields}
        errors={errors}
      />
    </>
  )
}
