import { type Content, HiddenInput } from '#ui'
import type { Draft } from './draft-store.ts'

/**
 * Ties a form to its draft: what is typed is saved every few seconds where scripts run, and said so; everywhere else when a
 * button is pressed. Stands before the form's buttons.
 */
export function DraftInput({ draft }: { readonly draft: Pick<Draft, 'id' | 'savedAt'> }): Content {
  return (
    <>
      <HiddenInput name="_draft" value={draft.id} />
      <p class="govuk-hint ff-draft-status" role="status" data-autosave={`/drafts/${draft.id}`}></p>
    </>
  )
}

/** The words on the button that keeps a form for later; it sends `_save=later`. */
export const saveForLater = {
  text: 'Save and come back later',
  kind: 'secondary',
  name: '_save',
  value: 'later',
} as const
