import { londonToday } from '#platform/clock'
import { textOf } from '#platform/drafts'
import { typedDay } from '#platform/forms'
import type { Visit } from '#platform/http'
import { Button, type Content, Fieldset, InsetText, SummaryList, formatDay } from '#ui'
import { decisionPlaces, decisionsIn, mostDecisions, readDecisions } from '../decisions/read-decisions.ts'
import { planFrame, planHref, planTitle, planToWorkOn, shownPlan, type WorkedPlan } from '../steps/asked-plan.ts'
import { closedMeanwhile } from '../steps/closed-meanwhile.ts'
import { statedOf } from '../steps/read-answers.ts'
import { StepDay } from '../steps/step-day.tsx'
import { type ShownStep, stepRoutes } from '../steps/step-form.tsx'
import { StepText } from '../steps/step-text.tsx'
import { readReview, reviewDays, reviewTexts } from './read-review.ts'
import { addReview } from './review-store.ts'

/** The form that records a review, with the decisions taken at it. */
export const reviewFormRoutes = stepRoutes<WorkedPlan>({
  path: '/plans/:reference/review',
  permission: 'plan.work',
  viewed: { event: 'review-form.viewed', summary: 'Record a review of a plan' },
  taken: { event: 'review.recorded', summary: 'Keep a review of a plan, its decisions and the day of the next one' },
  find: planToWorkOn,
  frame: (visit, { state }) => planFrame(visit, state, 'Record a review'),
  heading: ({ state }) => ({ title: 'Record a review', caption: planTitle(state) }),
  draft: ({ state }) => ({
    kind: 'plans.review',
    subject: state.reference,
    title: `Review of plan ${state.reference}`,
  }),
  address: ({ state }) => planHref(state.reference, '/review'),
  backHref: ({ state }) => planHref(state.reference),
  beginning: visit => typedDay('heldOn', londonToday(visit.present)),
  before: async (_visit, subject) => <WhoseReview {...subject} />,
  questions: shown => <Questions {...shown} />,
  button: 'Record the review',
  otherButton: ({ fields }) =>
    decisionPlaces(fields) < mostDecisions ? (
      <Button text="Add another decision" kind="secondary" name="_add" value="decision" />
    ) : null,
  take: async (visit, { id, state }, fields) => {
    if (textOf(fields, '_add') === 'decision') return { again: true }
    const read = readReview(
      statedOf(fields, reviewTexts, reviewDays),
      readDecisions(decisionsIn(fields), (name, index) => `${name}-${index + 1}`),
      standingOf(visit, { state }),
    )
    if ('problems' in read) return read
    const number = await addReview(visit.tx, id, visit.actor.personId, read.answers)
    const shown = shownPlan(state)
    if (number === undefined) return { answer: closedMeanwhile(shown) }
    const details = { review: number, decisions: read.answers.decisions.length }
    return { done: 'Review recorded', to: planHref(state.reference), shown, details }
  },
})

/** What a review is read against. */
export function standingOf(visit: Visit, { state }: Pick<WorkedPlan, 'state'>) {
  const next = state.values.nextReviewOn
  return { today: londonToday(visit.present), nextReviewOn: next === null ? null : String(next) }
}

function WhoseReview({ state, leads }: WorkedPlan): Content {
  const { nextReviewOn, owner } = state.values
  return (
    <>
      <SummaryList
        rows={[
          { key: 'Review due', value: nextReviewOn === null ? 'No day is set' : formatDay(String(nextReviewOn)) },
          { key: 'Owner', value: owner === null ? 'Nobody' : String(owner) },
        ]}
      />
      <InsetText>
        {leads
          ? 'You own this plan or are its deputy: your review counts as the lead responsible officer’s.'
          : 'You neither own this plan nor are its deputy: your review is kept, and does not count as the lead responsible officer’s.'}
      </InsetText>
    </>
  )
}

function Questions({ fields, errors, subject }: ShownStep<WorkedPlan>): Content {
  const places = Array.from({ length: decisionPlaces(fields) }, (_, index) => index + 1)
  const asked = { fields, errors }
  return (
    <>
      <StepDay name="heldOn" label="When was it held?" {...asked} />
      <StepText name="attended" label="Who attended?" hint="Names or roles, partners too" rows={2} {...asked} />
      <StepText
        name="changed"
        label="What changed?"
        hint="In the threat, and in the plan. If nothing did, say so"
        {...asked}
      />
      <StepText
        name="investigation"
        label="What was the investigation’s part?"
        hint="What the senior investigating officer said, and how plan and investigation fit. Leave it empty if they took no part: that shows"
        optional
        rows={3}
        {...asked}
      />
      <StepDay name="nextReviewOn" label="When is the next review?" hint={nextHint(subject)} {...asked} />
      <Fieldset legend="Decisions">
        {places.map(place => (
          <>
            <StepText name={`decided-${place}`} label={`Decision${numbered(place)}`} optional rows={2} {...asked} />
            <StepText name={`rationale-${place}`} label={`Why${numbered(place)}`} optional rows={2} {...asked} />
          </>
        ))}
      </Fieldset>
    </>
  )
}

function numbered(place: number): string {
  return place === 1 ? '' : ` ${place}`
}

function nextHint({ state }: WorkedPlan): string {
  const next = state.values.nextReviewOn
  const standing = next === null ? '' : ` The plan says ${formatDay(String(next))} now.`
  return `Before that day the plan comes up in its owner’s work.${standing}`
}
