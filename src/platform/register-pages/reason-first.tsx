import { page, type PageAnswer, ReasonBody, type Visit } from '#platform/http'
import type { Content } from '#ui'

/**
 * The page that asks why, once a visit, before a record whose handling demands a reason is shown; undefined when it does not,
 * or when the reason was given.
 */
export async function reasonFirst(visit: Visit, handling: string): Promise<PageAnswer | undefined> {
  if (reasonIsGiven(visit)) return undefined
  return visit.actor.reasonDemandedFor.includes(handling) ? reasonPage(visit) : undefined
}

/** Whether a reason was given in this visit. */
export function reasonIsGiven(visit: Visit): boolean {
  return visit.memory.get('reason') !== undefined
}

/** The handlings of which lists and other records' pages show nothing but the reference, for want of a reason. */
export async function withheldHandlings(visit: Visit): Promise<readonly string[]> {
  return reasonIsGiven(visit) ? [] : visit.actor.reasonDemandedFor
}

/** What stands in a list in place of a record's values until a reason is given. */
export const withheldValue: Content = <span class="ff-empty">Open it to give a reason first</span>

/** Asks for the reason, and comes back to where the person was going. */
export function reasonPage(visit: Visit): PageAnswer {
  return page({
    title: 'Why do you need to see this record?',
    body: <ReasonBody csrfToken={visit.csrfToken} returnTo={addressOf(visit)} />,
    details: { reasonAsked: true },
  })
}

function addressOf(visit: Visit): string {
  const query = new URLSearchParams()
  for (const [name, values] of Object.entries(visit.query)) {
    for (const value of [values ?? []].flat()) query.append(name, value)
  }
  return query.size === 0 ? visit.path : `${visit.path}?${query.toString()}`
}
