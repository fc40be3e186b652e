import { now } from '#platform/clock'
import { textOf } from '#platform/drafts'
import { notFound, type Visit } from '#platform/http'
import { readRecord, type RecordState } from '#platform/record'
import { marking, withheldHandlings } from '#platform/register-pages'
import { type Content, errorOf, formatInstant, InsetText, Radios, SummaryList, Text } from '#ui'
import { plan } from '../plan.ts'
import { type Found, planHref, planTitle } from '../steps/asked-plan.ts'
import { readerOf } from '../steps/read-answers.ts'
import { type ShownStep, stepRoutes } from '../steps/step-form.tsx'
import { longestText, StepText } from '../steps/step-text.tsx'
import { answerHandOver, type HandOver, offerTo } from './hand-over-store.ts'
import { answeredMeanwhile } from './hand-over-form.tsx'
import type { PlanState } from '../plan-store.ts'

/** An offer that waits for the actor, with as much of the plan as they may see. */
interface Answering {
  readonly offer: HandOver
  readonly planId: number
  readonly reference: string
  /** Undefined when it is hidden from them: the offer tells its reference and its message, and no more. */
  readonly plan: PlanState | undefined
  /** Whether the plan is named by its reference alone until a reason was given. */
  readonly withheld: boolean
}

/** The form by which whom a plan is handed to accepts it, or refuses it with a reason. */
export const answerFormRoutes = stepRoutes<Answering>({
  path: '/hand-overs/:reference',
  permission: 'plan.work',
  viewed: { event: 'hand-over.viewed', summary: 'A plan that is handed over to you' },
  taken: {
    event: 'hand-over.answered',
    summary: 'Accept a plan that is handed over to you, or refuse it with a reason',
  },
  find: findOffer,
  frame: (_visit, { plan: state, reference }) => ({
    title: `Plan ${reference} is handed over to you`,
    ...(state === undefined ? {} : { handling: marking(state.handling) }),
    breadcrumbs: [{ text: 'My work', href: '/work' }],
    shown: { register: 'plans', references: [reference] },
  }),
  heading: ({ reference }) => ({ title: 'A plan is handed over to you', caption: `Plan ${reference}` }),
  draft: ({ offer, reference }) => ({
    kind: 'plans.hand-over-answer',
    subject: String(offer.number),
    title: `Answer to the hand-over of plan ${reference}`,
  }),
  address: ({ offer }) => `/hand-overs/${offer.number}`,
  backHref: () => '/work',
  before: async (_visit, subject) => <Offered {...subject} />,
  questions: shown => <Questions {...shown} />,
  button: 'Send the answer',
  take: async (visit, subject, fields) => {
    const { offer, planId, reference, plan: state } = subject
    const reader = readerOf({ reason: textOf(fields, 'reason') })
    const answer = (['Accepted', 'Refused'] as const).find(one => one === textOf(fields, 'answer'))
    if (answer === undefined) reader.problem('answer', 'Select whether you accept the plan or refuse it')
    if (answer === 'Accepted' && state === undefined) reader.problem('answer', shareFirst(offer))
    const asked = { label: 'Why', max: longestText, missing: 'Enter why you refuse it' }
    const reason = answer === 'Refused' ? reader.text('reason', asked) : undefined
    if (answer === undefined || reader.problems.length > 0) return { problems: reader.problems }
    const isTaken = await answerHandOver(visit.tx, { planId, number: offer.number }, answer, reason)
    if (!isTaken) return { answer: answeredMeanwhile(reference) }
    return {
      done: answer === 'Accepted' ? 'You own the plan now' : 'Refused. Those who offered it see your reason',
      to: answer === 'Accepted' ? planHref(reference) : '/work',
      shown: { register: 'plans', references: [reference] },
      details: { handOver: offer.number, answer: answer.toLowerCase() },
    }
  },
})

async function findOffer(visit: Visit, id: string): Promise<Found<Answering>> {
  const found = await offerTo(visit.tx, id)
  if (found === undefined) return { answer: notFound() }
  const { offer, planId, planReference: reference } = found
  const state = await readRecord(visit.tx, plan, reference, { asAt: now })
  return { subject: { offer, planId, reference, plan: state, withheld: await isWithheld(visit, state) } }
}

async function isWithheld(visit: Visit, state: RecordState | undefined): Promise<boolean> {
  return state !== undefined && (await withheldHandlings(visit)).includes(state.handling)
}

function shareFirst({ person }: HandOver): string {
  return `You can’t see the plan yet. Ask ${person.name} (${person.email}) to share it with you first`
}

function Offered({ offer, reference, plan: state, withheld }: Answering): Content {
  const name = state === undefined || withheld ? reference : `${planTitle(state)} (${reference})`
  return (
    <>
      <SummaryList
        rows={[
          {
            key: 'Plan',
            value:
              state === undefined ? (
                name
              ) : (
                <a class="govuk-link" href={planHref(reference)}>
                  <Text value={name} />
                </a>
              ),
          },
          { key: 'Offered by', value: `${offer.person.name} (${offer.person.email}), ${formatInstant(offer.at)}` },
          { key: 'Owner until now', value: offer.from ?? 'Nobody' },
          { key: 'Message', value: <Text value={offer.message} lines /> },
        ]}
      />
      {state === undefined ? <InsetText>{shareFirst(offer)}.</InsetText> : null}
    </>
  )
}

function Questions({ subject, fields, errors }: ShownStep<Answering>): Content {
  const hidden = subject.plan === undefined
  return (
    <Radios
      name="answer"
      label="Your answer"
      value={textOf(fields, 'answer')}
      error={errorOf(errors, 'answer')}
      choices={[
        {
          value: 'Accepted',
          text: 'Accept it',
          disabled: hidden,
          hint: hidden
            ? 'Once it is shared with you'
            : 'You own the plan from now on: its reviews, its aims and its actions',
        },
        {
          value: 'Refused',
          text: 'Refuse it',
          reveals: <StepText name="reason" label="Why?" fields={fields} errors={errors} />,
        },
      ]}
    />
  )
}
