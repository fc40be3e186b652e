import { type Content, formatInstant, InsetText, Text } from '#ui'
import { type Draft, draftHref } from './draft-store.ts'

/** Above a form that is begun anew: what was begun before and not finished. Nothing when there is none. */
export function DraftsNotice({ drafts }: { readonly drafts: readonly Draft[] }): Content {
  if (drafts.length === 0) return null
  return (
    <InsetText>
      <p class="govuk-body">{drafts.length === 1 ? 'You have begun this before:' : 'You have begun these before:'}</p>
      <ul class="govuk-list govuk-list--bullet">
        {drafts.slice(0, 5).map(draft => (
          <li>
            <a class="govuk-link" href={draftHref(draft)}>
              <Text value={draft.title} />
            </a>
            {draft.savedAt === undefined ? null : `, saved ${formatInstant(draft.savedAt)}`}
          </li>
        ))}
      </ul>
      {drafts.length > 5 ? (
        <a class="govuk-link" href="/drafts">
          All your drafts
        </a>
      ) : null}
    </InsetText>
  )
}
