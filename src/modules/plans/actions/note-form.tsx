import { Text } from '#ui'
import { closedMeanwhile } from '../steps/closed-meanwhile.ts'
import { readerOf, statedOf } from '../steps/read-answers.ts'
import { stepRoutes } from '../steps/step-form.tsx'
import { longestText, StepText } from '../steps/step-text.tsx'
import { actionFrame, actionHref, actionToNote, shownAction, type WorkedAction } from './asked-action.ts'
import { addNote } from './note-store.ts'

/** The form that adds a note on how an action goes. */
export const noteFormRoutes = stepRoutes<WorkedAction>({
  path: '/plan-actions/:reference/note',
  permission: 'plan.work',
  viewed: { event: 'action-note-form.viewed', summary: 'Add a note on how an action goes' },
  taken: { event: 'action-note.recorded', summary: 'Keep a note on how an action goes' },
  find: actionToNote,
  frame: (visit, subject) => actionFrame(visit, subject, 'Add a note'),
  heading: ({ state }) => ({ title: 'How does it go?', caption: `Action ${state.reference}` }),
  draft: ({ state }) => ({
    kind: 'plan-actions.note',
    subject: state.reference,
    title: `Note on action ${state.reference}`,
  }),
  address: ({ state }) => actionHref(state.reference, '/note'),
  backHref: ({ state }) => actionHref(state.reference),
  before: async (_visit, { state }) => (
    <p class="govuk-body">
      <Text value={String(state.values.text)} lines />
    </p>
  ),
  questions: ({ fields, errors }) => <StepText name="says" label="Note" fields={fields} errors={errors} />,
  button: 'Add the note',
  take: async (visit, { id, planId, state }, fields) => {
    const reader = readerOf(statedOf(fields, ['says']))
    const says = reader.text('says', { label: 'Note', max: longestText, missing: 'Enter a note' })
    if (reader.problems.length > 0) return { problems: reader.problems }
    const shown = shownAction(state)
    const isAdded = await addNote(visit.tx, { planId, actionId: id, personId: visit.actor.personId, says })
    if (!isAdded) return { answer: closedMeanwhile(shown) }
    return { done: 'Note added', to: actionHref(state.reference), shown }
  },
})
