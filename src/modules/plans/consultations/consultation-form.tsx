import { londonToday } from '#platform/clock'
import { textOf } from '#platform/drafts'
import { typedDay } from '#platform/forms'
import { type Content, errorOf, TextInput } from '#ui'
import { planFrame, planHref, planTitle, planToWorkOn, shownPlan, type WorkedPlan } from '../steps/asked-plan.ts'
import { closedMeanwhile } from '../steps/closed-meanwhile.ts'
import { statedOf } from '../steps/read-answers.ts'
import { StepDay } from '../steps/step-day.tsx'
import { type ShownStep, stepRoutes } from '../steps/step-form.tsx'
import { StepText } from '../steps/step-text.tsx'
import { addConsultation } from './consultation-store.ts'
import { readConsultation } from './read-consultation.ts'

/** The form that records a partner's say on a plan. */
export const consultationFormRoutes = stepRoutes<WorkedPlan>({
  path: '/plans/:reference/consultations/new',
  permission: 'plan.work',
  viewed: { event: 'consultation-form.viewed', summary: 'Record that a partner was consulted on a plan' },
  taken: { event: 'consultation.recorded', summary: 'Keep who was consulted on a plan, when, and what they said' },
  find: planToWorkOn,
  frame: (visit, { state }) => planFrame(visit, state, 'Add a consultation'),
  heading: ({ state }) => ({ title: 'Who was consulted?', caption: planTitle(state) }),
  draft: ({ state }) => ({
    kind: 'plans.consultation',
    subject: state.reference,
    title: `Consultation on plan ${state.reference}`,
  }),
  address: ({ state }) => planHref(state.reference, '/consultations/new'),
  backHref: ({ state }) => planHref(state.reference, '/consultations'),
  beginning: visit => typedDay('consultedOn', londonToday(visit.present)),
  questions: shown => <Questions {...shown} />,
  button: 'Add the consultation',
  take: async (visit, { id, state }, fields) => {
    const stated = statedOf(fields, ['partner', 'said'], ['consultedOn'])
    const read = readConsultation(stated, londonToday(visit.present))
    if ('problems' in read) return read
    const number = await addConsultation(visit.tx, id, visit.actor.personId, read.answers)
    const shown = shownPlan(state)
    if (number === undefined) return { answer: closedMeanwhile(shown) }
    const to = planHref(state.reference, '/consultations')
    return { done: 'Consultation added', to, shown, details: { consultation: number } }
  },
})

function Questions({ fields, errors }: ShownStep<WorkedPlan>): Content {
  const asked = { fields, errors }
  return (
    <>
      <TextInput
        name="partner"
        label="Who was consulted?"
        hint="A partner: a council, a school, a bank, another force. Any name will do"
        value={textOf(fields, 'partner')}
        error={errorOf(errors, 'partner')}
      />
      <StepDay name="consultedOn" label="When?" {...asked} />
      <StepText name="said" label="What did they say?" {...asked} />
    </>
  )
}
