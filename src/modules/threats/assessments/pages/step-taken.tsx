import { type Answer, redirect, refused, type Visit } from '#platform/http'
import { formatInstant } from '#ui'
import { assessmentHref } from '../assessment.ts'
import { type StepOutcome, stepsOf, takeStep, type Taking } from '../assessment-store.ts'
import { actWords } from '../words.ts'
import { type AskedAssessment, noSuchAssessment, shownOf } from './asked-assessment.ts'

/** Takes a step and leads on, or answers why it can't be taken. What the step says is in its form; a later step stands on it. */
export async function stepTaken(
  visit: Visit,
  asked: AskedAssessment,
  taking: Omit<Taking, 'reference'>,
  then: { readonly to: string; readonly done?: string },
): Promise<Answer> {
  const outcome = await takeStep(visit.tx, { ...taking, reference: asked.assessment.reference })
  if (outcome !== 'done') return notTaken(visit, asked, outcome)
  if (then.done !== undefined) visit.memory.set('done', then.done)
  return redirect(then.to, { shown: shownOf(asked), details: detailsOf(asked, taking) })
}

/** Why a step was not taken, and what to do. */
export async function notTaken(visit: Visit, asked: AskedAssessment, outcome: StepOutcome): Promise<Answer> {
  const { assessment } = asked
  if (outcome === 'not there') return noSuchAssessment(assessment.reference)
  if (outcome === 'changed meanwhile') return changedMeanwhile(visit, asked)
  return refused({ ...refusalOf(visit, asked, outcome), shown: shownOf(asked) })
}

function refusalOf(visit: Visit, { assessment }: AskedAssessment, outcome: 'not allowed' | 'in error' | 'done') {
  if (visit.asAt.when === 'past') {
    return {
      status: 409,
      title: 'The site is on a past day',
      says: 'Nothing can be changed on a past day. Return to today and try again.',
    } as const
  }
  if (outcome === 'in error') {
    return {
      status: 409,
      title: 'The threat was recorded in error',
      says: 'Record the threat again before its assessment goes on.',
    } as const
  }
  return {
    status: 403,
    title: 'This step can’t be taken',
    says: `The assessment is ${assessment.latest.state.toLowerCase()}. ${whoMay}`,
  } as const
}

const whoMay =
  'Its assessor’s organisation writes, submits, takes back and withdraws it; a moderator of another organisation moderates or returns it, once it was submitted.'

/** What was done since the form was shown. */
async function changedMeanwhile(visit: Visit, asked: AskedAssessment): Promise<Answer> {
  const [last] = await stepsOf(visit, asked.assessment.id)
  return refused({
    status: 409,
    title: 'Someone else was first',
    says:
      last === undefined
        ? 'The assessment was changed since you opened it. Open it again.'
        : `${actWords[last.act]} by ${last.person.name} on ${formatInstant(last.at)}. Open the assessment again to see it: ${assessmentHref(asked.assessment.reference)}`,
    shown: shownOf(asked),
  })
}

/** For the audit: what was done, and which fields of the threat that may change. Never a value. */
function detailsOf({ assessment }: AskedAssessment, { act }: Omit<Taking, 'reference'>) {
  if (assessment.kind === 'second' || act === 'save') return { act }
  return { act, threatFields: act === 'moderate' ? ['tier', 'moderationStatus'] : ['moderationStatus'] }
}
