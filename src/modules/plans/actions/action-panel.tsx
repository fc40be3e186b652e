import type { Panel, Visit } from '#platform/http'
import { Button, ButtonGroup, type Content, Form, HiddenInput, Text, Timeline } from '#ui'
import type { ActionState } from '../plan-store.ts'
import { actionHref, type ActionStanding, standingOn } from './asked-action.ts'
import { notesOf } from './note-store.ts'

/** On an action's page: how it goes, and how it ends. */
export const actionPanel: Panel = {
  on: 'plan-actions',
  permission: 'record.read',
  show: async (visit, shown) => {
    const state = shown as ActionState
    const standing = await standingOn(visit, state)
    const notes = await notesOf(visit.tx, state.reference, visit.asAt)
    return {
      heading: 'How it goes',
      body: (
        <>
          <Buttons visit={visit} state={state} standing={standing} />
          {notes.length === 0 ? (
            <p class="govuk-body">No note is on record.</p>
          ) : (
            <Timeline
              items={notes.map(note => ({
                title: 'Note',
                by: <Text value={note.person.name} />,
                at: note.at,
                content: (
                  <p class="govuk-body">
                    <Text value={note.says} lines />
                  </p>
                ),
              }))}
            />
          )}
        </>
      ),
    }
  },
}

interface ButtonsProps {
  readonly visit: Visit
  readonly state: ActionState
  readonly standing: ActionStanding
}

function Buttons({ visit, state, standing }: ButtonsProps): Content {
  const { reference, version } = state
  const ends = standing.records || standing.does
  const isOpen = state.values.status === 'Open'
  return (
    <ButtonGroup>
      {ends && isOpen ? <Button text="Done" small href={actionHref(reference, '/done')} /> : null}
      {ends && isOpen ? <Button text="Drop" kind="secondary" small href={actionHref(reference, '/drop')} /> : null}
      {standing.works || standing.does ? (
        <Button text="Add a note" kind="secondary" small href={actionHref(reference, '/note')} />
      ) : null}
      {ends && !isOpen ? (
        <Form action={actionHref(reference, '/open-again')} csrfToken={visit.csrfToken}>
          <HiddenInput name="_version" value={version} />
          <Button text="Open again" kind="secondary" small />
        </Form>
      ) : null}
    </ButtonGroup>
  )
}
