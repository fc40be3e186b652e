import { londonToday } from '#platform/clock'
import {
  anySignedIn,
  page,
  type PageAnswer,
  type Route,
  route,
  type Visit,
  type WorkItem,
  type WorkList,
  type WorkOffer,
  workOf,
} from '#platform/http'
import { listMarking } from '#platform/register-pages'
import { type Content, Details, formatCount, formatDay, InsetText, PageHeading, Panel, Tag, Text } from '#ui'

/** All that waits for a person, by what offers it. */
export const workRoute: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/work',
  area: 'page',
  permission: anySignedIn,
  event: 'work.listed',
  summary: 'What waits for you: drafts, what is to be assessed, moderated, confirmed or finished',
  handle: workPage,
})

/** The page of a person's work; also their home page when there is any. */
export async function workPage(visit: Visit): Promise<PageAnswer> {
  if (visit.asAt.when === 'past') return page({ title: heading, place: '/work', body: <OfToday /> })
  const { offers, total } = await workOf(visit)
  const waiting: OfferedWork[] = []
  // One after the other: they share the transaction's one connection.
  for (const { offer, count } of offers.filter(one => one.count > 0))
    waiting.push({ offer, count, list: await offer.list(visit) })
  const shown = waiting.flatMap(({ list }) => list.shown ?? [])
  return page({
    title: heading,
    place: '/work',
    ...(shown.some(({ references }) => references.length > 0) ? { handling: listMarking } : {}),
    shown,
    details: { counts: Object.fromEntries(waiting.map(({ offer, count }) => [offer.name, count])) },
    body: (
      <>
        <PageHeading title={heading} caption={captionFor(total)} />
        {waiting.length === 0 ? <NothingWaits /> : waiting.map(one => <Offered {...one} present={visit.present} />)}
      </>
    ),
  })
}

const heading = 'My work'

interface OfferedWork {
  readonly offer: WorkOffer
  readonly count: number
  readonly list: WorkList
}

function captionFor(total: number): string | undefined {
  if (total === 0) return undefined
  return total === 1 ? '1 thing waits for you' : `${formatCount(total)} things wait for you`
}

function OfToday(): Content {
  return (
    <>
      <PageHeading title={heading} />
      <InsetText>What waits for you is of today. Return to today to see it and to go on with it.</InsetText>
    </>
  )
}

function NothingWaits(): Content {
  return <p class="govuk-body-l">Nothing waits for you.</p>
}

/** So many of an offer are seen at once: what one offer has much of must not hide the next. */
const mostUnfolded = 10

function Offered({ offer, count, list, present }: OfferedWork & { readonly present: Date }): Content {
  const today = londonToday(present)
  const [first, more] = [list.items.slice(0, mostUnfolded), list.items.slice(mostUnfolded)]
  const beyond = count - list.items.length
  return (
    <Panel title={offer.heading} id={`work-${offer.name}`} count={count}>
      <Items items={first} today={today} />
      {more.length === 0 ? null : (
        <Details summary={`${formatCount(more.length)} more`}>
          <Items items={more} today={today} />
          {beyond > 0 ? <p class="ff-work__rest">{formatCount(beyond)} others come up as these are done.</p> : null}
        </Details>
      )}
    </Panel>
  )
}

function Items({ items, today }: { readonly items: readonly WorkItem[]; readonly today: string }): Content {
  return (
    <ul class="ff-work">
      {items.map(item => (
        <Item item={item} today={today} />
      ))}
    </ul>
  )
}

function Item({ item, today }: { readonly item: WorkItem; readonly today: string }): Content {
  return (
    <li class="ff-work__item">
      <div class="ff-work__words">
        <a class="govuk-link ff-work__title" href={item.href}>
          {typeof item.title === 'string' ? <Text value={item.title} /> : item.title}
        </a>
        {item.says === undefined ? null : (
          <p class="ff-work__says">
            <Text value={item.says} />
          </p>
        )}
      </div>
      <When item={item} today={today} />
    </li>
  )
}

function When({ item: { since, due }, today }: { readonly item: WorkItem; readonly today: string }): Content {
  if (since === undefined && due === undefined) return null
  return (
    <p class="ff-work__when">
      {due === undefined ? null : <span>Due {formatDay(due)} </span>}
      {due !== undefined && due < today ? <Tag text="Overdue" colour="red" /> : null}
      {due === undefined && since !== undefined ? `Since ${formatDay(londonToday(since))}` : null}
    </p>
  )
}
