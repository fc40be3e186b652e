import { now } from '#platform/clock'
import { textOf } from '#platform/drafts'
import { type Answer, page, redirect, refused, type Route, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  type Content,
  errorOf,
  Form,
  formatInstant,
  PageHeading,
  SummaryList,
  Text,
  TextInput,
} from '#ui'
import { z } from 'zod'
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
import { StepText } from '../steps/step-text.tsx'
import { answerHandOver, type HandOver, handOversOf, offerPlan } from './hand-over-store.ts'
import { readOffer } from './read-offer.ts'

const path = '/plans/:reference/hand-over'

const withdraw = route({
  method: 'POST',
  path: `${path}/withdraw`,
  area: 'page',
  permission: 'plan.work',
  event: 'hand-over.withdrawn',
  summary: 'Withdraw the offer of a plan that was not answered',
  params: z.object({ reference: z.string() }),
  handle: async (visit, { params }) => {
    const found = await planToWorkOn(visit, params.reference)
    if ('answer' in found) return found.answer
    const { id, state } = found.subject
    const open = await openOffer(visit, id)
    const isWithdrawn =
      open !== undefined && (await answerHandOver(visit.tx, { planId: id, number: open.number }, 'Withdrawn'))
    if (!isWithdrawn) return answeredMeanwhile(state.reference)
    visit.memory.set('done', 'Offer withdrawn')
    return redirect(planHref(state.reference), { shown: shownPlan(state), details: { handOver: open.number } })
  },
})

/** The form that offers a plan to a new owner; while an offer waits, what it says, and the way to withdraw it. */
export const handOverFormRoutes: readonly Route[] = [
  ...stepRoutes<WorkedPlan>({
    path,
    permission: 'plan.work',
    viewed: { event: 'hand-over-form.viewed', summary: 'Hand a plan over to a new owner' },
    taken: { event: 'hand-over.offered', summary: 'Offer a plan to a new owner, who accepts or refuses it' },
    find: findToOffer,
    frame: (visit, { state }) => planFrame(visit, state, 'Hand over'),
    heading: ({ state }) => ({ title: 'Hand the plan over', caption: planTitle(state) }),
    draft: ({ state }) => ({
      kind: 'plans.hand-over',
      subject: state.reference,
      title: `Hand-over of plan ${state.reference}`,
    }),
    address: ({ state }) => planHref(state.reference, '/hand-over'),
    backHref: ({ state }) => planHref(state.reference),
    before: async (_visit, { state }) => (
      <p class="govuk-body">
        {state.values.owner === null ? 'Nobody owns it now.' : `${state.values.owner} owns it now.`} It has its new
        owner once they accept.
      </p>
    ),
    questions: shown => <Questions {...shown} />,
    button: 'Offer the plan',
    take: async (visit, subject, fields) => {
      const { id, state } = subject
      const read = await readOffer(visit.tx, subject, statedOf(fields, ['to', 'message']))
      if ('problems' in read) return read
      const { receiver, message } = read.answers
      const offering = { planId: id, personId: visit.actor.personId, to: receiver.email, message }
      const outcome = await offerPlan(visit.tx, offering)
      if (outcome === 'closed') return { answer: closedMeanwhile(shownPlan(state)) }
      if (outcome === 'waiting') return { answer: answeredMeanwhile(state.reference) }
      return {
        done: receiver.seesPlan
          ? `Offered to ${receiver.name}`
          : `Offered to ${receiver.name}, who can’t see the plan yet: share it with them`,
        to: planHref(state.reference),
        shown: shownPlan(state),
        details: { handOver: outcome },
      }
    },
  }),
  withdraw,
]

/** What someone is told who acts on an offer that no longer waits. */
export function answeredMeanwhile(reference: string): Answer {
  return refused({
    status: 409,
    title: 'The offer changed meanwhile',
    says: 'It was offered, answered or withdrawn by someone else. Nothing was changed. Open the plan again.',
    shown: { register: 'plans', references: [reference] },
  })
}

async function findToOffer(visit: Visit, reference: string): Promise<Found<WorkedPlan>> {
  const found = await planToWorkOn(visit, reference)
  if ('answer' in found) return found
  const open = await openOffer(visit, found.subject.id)
  return open === undefined ? found : { answer: waitingPage(visit, found.subject, open) }
}

async function openOffer(visit: Visit, planId: number): Promise<HandOver | undefined> {
  return (await handOversOf(visit.tx, planId, now)).find(({ answer }) => answer === undefined)
}

function waitingPage(visit: Visit, { state }: WorkedPlan, offer: HandOver): Answer {
  return page({
    ...planFrame(visit, state, 'Hand over'),
    body: (
      <>
        <PageHeading caption={planTitle(state)} title="An offer waits for its answer" />
        <SummaryList
          rows={[
            { key: 'Offered to', value: offer.to },
            { key: 'Offered by', value: `${offer.person.name}, ${formatInstant(offer.at)}` },
            { key: 'Message', value: <Text value={offer.message} lines /> },
          ]}
        />
        <Form action={planHref(state.reference, '/hand-over/withdraw')} csrfToken={visit.csrfToken}>
          <ButtonGroup>
            <Button text="Withdraw the offer" kind="secondary" />
            <a class="govuk-link" href={planHref(state.reference)}>
              Leave it
            </a>
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}

function Questions({ fields, errors }: ShownStep<WorkedPlan>): Content {
  return (
    <>
      <TextInput
        name="to"
        label="New owner’s email address"
        hint="They may come from a partner"
        type="email"
        inputMode="email"
        spellcheck={false}
        value={textOf(fields, 'to')}
        error={errorOf(errors, 'to')}
      />
      <StepText
        name="message"
        label="What must they know?"
        hint="Where it stands, what is due, who helps. They read it before they can see the plan, if it is not shared with them yet"
        fields={fields}
        errors={errors}
      />
    </>
  )
}
