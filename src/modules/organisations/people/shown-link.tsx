import type { Visit } from '#platform/http'
import { type Content, InsetText } from '#ui'
import { linkPath } from '../sign-in/sign-in-link-store.ts'

const remembered = 'sign-in-link'

/** Keeps a one-time link until the page of its person is shown, by whoever made it. */
export function rememberLink(visit: Visit, personId: number, token: string): void {
  visit.memory.set(remembered, `${personId} ${token}`)
}

/** The link that was made for this person just now, in full; shown once, then forgotten. */
export function takeRememberedLink(visit: Visit, personId: number): string | undefined {
  const [id, token] = visit.memory.get(remembered)?.split(' ') ?? []
  if (token === undefined) return undefined
  visit.memory.set(remembered, undefined)
  return id === String(personId) ? `${visit.address}${linkPath(token)}` : undefined
}

/** Shows a link to be sent to its person. */
export function ShownLink({ link }: { readonly link: string }): Content {
  return (
    <InsetText>
      <p class="govuk-body">
        Send this link to the person by a way you trust. It works once, for 24 hours, and is shown only now.
      </p>
      <p class="govuk-body">
        <code>{link}</code>
      </p>
    </InsetText>
  )
}
