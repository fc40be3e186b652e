import { type Draft, type DraftFields, draftHref, openDraft, takeDraft, textOf } from '#platform/drafts'
import type { Typed } from '#platform/forms'
import { type Answer, page, redirect, type Visit } from '#platform/http'

/** The draft of a form that was sent; one made now where it was sent without one, or with one that was tidied away. */
export async function sentDraft(
  visit: Visit,
  sent: DraftFields,
  opening: Parameters<typeof openDraft>[1],
): Promise<Draft> {
  const draft = await takeDraft(visit.tx, textOf(sent, '_draft'))
  return draft?.kind === opening.kind && draft.subject === opening.subject ? draft : openDraft(visit, opening)
}

/** What someone is answered who asked that their form be kept for later. */
export function keptForLater(visit: Visit): Answer {
  visit.memory.set('done', 'Draft saved')
  return redirect('/drafts', { event: 'draft.saved' })
}

/** What someone is answered whose form came in while the site is on a past day: not recorded, and not lost. */
export function keptOnAPastDay(draft: Draft): Answer {
  const title = 'The site is on a past day'
  return page({
    title,
    status: 409,
    event: 'draft.saved',
    body: (
      <>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">
          Nothing can be changed on a past day. What you typed is kept: return to today, then{' '}
          <a class="govuk-link" href={draftHref(draft)}>
            go on with it
          </a>
          .
        </p>
      </>
    ),
  })
}

/** What a draft holds, as it stands in the controls of its form. */
export function keptTexts(fields: DraftFields): Typed {
  return Object.fromEntries(Object.keys(fields).map(name => [name, textOf(fields, name)]))
}
