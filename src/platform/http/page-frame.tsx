import { asAtText } from '#platform/clock'
import { Button, type Content, formatDay, formatInstant, page as document, type PageFrame } from '#ui'
import type { PageAnswer } from './answer.ts'
import { mayHaveWork } from './count-work.ts'
import { anySignedIn } from './route.ts'
import type { Surroundings } from './surroundings.ts'
import type { AnonymousVisit, NavigationItem, Visit } from './visit.ts'

/** The whole HTML of a page: what stands around it follows from the visit alone. */
export function renderPage(visit: AnonymousVisit | Visit, answer: PageAnswer, around: Surroundings): string {
  const done = visit.memory.get('done')
  if (done !== undefined) visit.memory.set('done', undefined)
  const frame: PageFrame = {
    title: answer.title,
    invented: around.invented,
    csrfToken: visit.csrfToken,
    currentPath: answer.place ?? visit.path,
    navigation: [],
    handling: answer.handling,
    errors: answer.errors,
    breadcrumbs: answer.breadcrumbs,
    backHref: answer.backHref,
    wide: answer.wide,
    done,
    ...('actor' in visit ? signedInFrame(visit, around) : {}),
  }
  return document(frame, answer.body)
}

function signedInFrame(visit: Visit, { work }: Surroundings): Partial<PageFrame> {
  const text = asAtText(visit.asAt)
  return {
    signedInAs: visit.actor.name,
    organisation: visit.actor.organisation,
    withoutSearch: !isSearchable(visit),
    navigation: visit.house.navigation
      .filter(item => isOpenTo(visit, item))
      .map(({ label, href, countsWork }) => ({ label, href, ...(countsWork ? { count: work?.total } : {}) })),
    accountLinks: [
      { label: 'Another day', href: '/as-at' },
      ...visit.house.accountLinks.map(({ label, href, counted }) => {
        return { label, href, count: work?.links.get(href), counted }
      }),
      { label: 'Account', href: '/account' },
    ],
    ...(visit.asAt.when === 'past' && text !== undefined
      ? {
          asAtBanner: {
            knownOn: text.length === 10 ? formatDay(text) : formatInstant(visit.asAt.instant),
            returnAction: '/as-at/today',
          },
        }
      : {}),
  }
}

function isOpenTo(visit: Visit, { permission, countsWork }: NavigationItem): boolean {
  if (countsWork) return mayHaveWork(visit, visit.house)
  return permission === anySignedIn || visit.actor.permissions.has(permission)
}

/** Whether the box at the top leads this person anywhere. */
function isSearchable(visit: Visit): boolean {
  const search = visit.house.routes.find(route => route.path === '/search')
  return search !== undefined && visit.actor.permissions.has(search.permission)
}

/** What everyone reads who asks for what is not there, or is not theirs to see: the same bytes for both. */
export function NotFoundBody(): Content {
  return (
    <>
      <h1 class="govuk-heading-l">Page not found</h1>
      <p class="govuk-body">There is nothing at this address that you can see.</p>
      <p class="govuk-body">
        If you typed the address or a reference, check it. If someone sent it to you, ask them whether the record is
        shared with your organisation.
      </p>
    </>
  )
}

/** What happened, and what to do. */
export function RefusedBody({ title, says }: { readonly title: string; readonly says: string }): Content {
  return (
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{says}</p>
    </>
  )
}

/** Asked once a visit, before a record whose handling demands it is shown. */
export function ReasonBody({ csrfToken, returnTo, problem }: ReasonProps): Content {
  return (
    <form method="post" action="/reason" novalidate>
      <input type="hidden" name="_csrf" value={csrfToken} />
      <input type="hidden" name="return" value={returnTo} />
      <h1 class="govuk-heading-l">
        <label for="reason">Why do you need to see this record?</label>
      </h1>
      <p class="govuk-hint" id="reason-hint">
        Its handling demands a reason. The audit keeps it, and you are asked once a visit.
      </p>
      {problem === undefined ? null : (
        <p class="govuk-error-message" id="reason-error">
          <span class="govuk-visually-hidden">Error:</span> {problem}
        </p>
      )}
      <input
        class={`govuk-input govuk-!-margin-bottom-6${problem === undefined ? '' : ' govuk-input--error'}`}
        id="reason"
        name="reason"
        aria-describedby={problem === undefined ? 'reason-hint' : 'reason-hint reason-error'}
      />
      <Button text="Continue" />
    </form>
  )
}

interface ReasonProps {
  readonly csrfToken: string
  readonly returnTo: string
  readonly problem?: string | undefined
}
