import { londonToday } from '#platform/clock'
import { type DraftFields, textOf } from '#platform/drafts'
import { typedDay } from '#platform/forms'
import type { Visit } from '#platform/http'
import { type Content, formatDay, HiddenInput, InsetText, SummaryList, Text } from '#ui'
import { type Found } from '../steps/asked-plan.ts'
import { closedMeanwhile } from '../steps/closed-meanwhile.ts'
import { readerOf, statedOf } from '../steps/read-answers.ts'
import { StepDay } from '../steps/step-day.tsx'
import { type ShownStep, type StepOutcome, stepRoutes } from '../steps/step-form.tsx'
import { longestText, StepText } from '../steps/step-text.tsx'
import { actionFrame, actionHref, actionToEnd, shownAction, type WorkedAction } from './asked-action.ts'
import { endAction, whoWasFirst } from './end-action.ts'

/** One of the two ways an action ends. */
interface Ending {
  readonly part: 'done' | 'drop'
  readonly status: 'Done' | 'Dropped'
  readonly title: string
  readonly button: string
  readonly day: string
  readonly outcome: { readonly label: string; readonly hint: string; readonly missing: string }
  readonly summary: { readonly view: string; readonly take: string }
}

const endings: readonly Ending[] = [
  {
    part: 'done',
    status: 'Done',
    title: 'Done',
    button: 'It is done',
    day: 'When was it done?',
    outcome: {
      label: 'What came of it?',
      hint: 'Who was reached, what was found, what changed. If nothing came of it, say so',
      missing: 'Enter what came of it, if only that nothing did',
    },
    summary: { view: 'Say that an action is done, and what came of it', take: 'Keep that an action is done' },
  },
  {
    part: 'drop',
    status: 'Dropped',
    title: 'Drop the action',
    button: 'Drop the action',
    day: 'When was it dropped?',
    outcome: {
      label: 'Why?',
      hint: 'What speaks against it, or what is done in its place',
      missing: 'Enter why the action was dropped',
    },
    summary: { view: 'Drop an action, with the reason', take: 'Keep that an action was dropped, and why' },
  },
]

/** The forms that end an action. Whoever comes second is shown what the first said, and keeps what they typed. */
export const endFormRoutes = endings.flatMap(ending =>
  stepRoutes<WorkedAction>({
    path: `/plan-actions/:reference/${ending.part}`,
    permission: 'plan.work',
    viewed: { event: `action-${ending.part}-form.viewed`, summary: ending.summary.view },
    taken: {
      event: ending.status === 'Done' ? 'action.finished' : 'action.dropped',
      summary: ending.summary.take,
    },
    find: (visit, reference): Promise<Found<WorkedAction>> => actionToEnd(visit, reference),
    frame: (visit, subject) => actionFrame(visit, subject, ending.title),
    heading: ({ state }) => ({ title: ending.title, caption: `Action ${state.reference}` }),
    draft: ({ state }) => ({
      kind: `plan-actions.${ending.part}`,
      subject: state.reference,
      title: `${ending.title}: action ${state.reference}`,
    }),
    address: ({ state }) => actionHref(state.reference, `/${ending.part}`),
    backHref: ({ state }) => actionHref(state.reference),
    beginning: visit => typedDay('doneOn', londonToday(visit.present)),
    before: async (_visit, subject) => <TheAction {...subject} />,
    questions: shown => <Questions ending={ending} {...shown} />,
    button: ending.button,
    take: (visit, subject, fields) => takeEnd(visit, ending, subject, fields),
  }),
)

async function takeEnd(visit: Visit, ending: Ending, subject: WorkedAction, fields: DraftFields): Promise<StepOutcome> {
  const { state } = subject
  const stated = statedOf(fields, ['outcome'], ['doneOn'])
  const reader = readerOf(stated)
  const outcome = reader.text('outcome', { ...ending.outcome, max: longestText })
  const today = londonToday(visit.present)
  const doneOn = reader.dayThatCame('doneOn', { label: 'The day', missing: 'Enter the day', today })
  if (doneOn === undefined || reader.problems.length > 0) return { problems: reader.problems }
  const expected = textOf(fields, '_version')
  const ended = await endAction(visit, subject, { expected, status: ending.status, outcome, doneOn })
  if (ended === 'closed') return { answer: closedMeanwhile(shownAction(state)) }
  if (ended === 'changed') {
    const problem = `${await whoWasFirst(visit, state.reference)}. Press the button again if yours is to stand`
    return { problems: [{ field: 'outcome', problem }] }
  }
  if (typeof ended === 'object') return { problems: ended.problems }
  return {
    done: ending.status === 'Done' ? 'The action is done' : 'The action was dropped',
    to: actionHref(state.reference),
    shown: shownAction(state),
    details: { fields: ['status', 'outcome', 'doneOn'] },
  }
}

function TheAction({ state }: WorkedAction): Content {
  const { text, person, organisation, dueOn, status, outcome } = state.values
  return (
    <>
      <SummaryList
        rows={[
          { key: 'Action', value: <Text value={String(text)} lines /> },
          { key: 'By', value: [person, organisation].filter(one => one !== null).join(', ') },
          { key: 'Due', value: dueOn === null ? 'No day is set' : formatDay(String(dueOn)) },
        ]}
      />
      {status === 'Open' ? null : (
        <InsetText>
          It is {String(status).toLowerCase()} already: <Text value={String(outcome ?? '')} lines />
        </InsetText>
      )}
    </>
  )
}

function Questions({
  ending,
  subject,
  fields,
  errors,
}: ShownStep<WorkedAction> & { readonly ending: Ending }): Content {
  return (
    <>
      <HiddenInput name="_version" value={subject.state.version} />
      <StepText
        name="outcome"
        label={ending.outcome.label}
        hint={ending.outcome.hint}
        rows={3}
        fields={fields}
        errors={errors}
      />
      <StepDay name="doneOn" label={ending.day} fields={fields} errors={errors} />
    </>
  )
}
