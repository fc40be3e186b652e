import { anySignedIn, page, route, type Visit } from '#platform/http'
import { Count, type Content, DataTable, PageHeading, Panel } from '#ui'
import { listLists, type ReferenceList } from '../list-store.ts'
import { listValues } from '../value-store.ts'
import { knownAt, listHref, shownDay } from './found-list.ts'

export const listsPage = route({
  method: 'GET',
  path: '/reference',
  area: 'page',
  permission: anySignedIn,
  event: 'reference-lists.listed',
  summary: 'The lists that forms, filters and imports offer',
  handle: async visit => {
    const counts: (ReferenceList & { readonly count: number })[] = []
    for (const list of await listLists(visit.tx)) {
      counts.push({ ...list, count: (await listValues(visit.tx, list.name, shownDay(visit), knownAt(visit))).length })
    }
    return page({
      title: 'Reference data',
      body: (
        <>
          <PageHeading title="Reference data" />
          <p class="govuk-body">
            What forms, filters and imports offer. Each value is on its list from a day until a day. Nothing is deleted:
            a record keeps the word it was given.
          </p>
          <DataTable
            caption="Lists"
            hideCaption
            columns={[
              { key: 'title', label: 'List', keepTogether: true },
              { key: 'says', label: 'What it is for' },
              { key: 'count', label: 'Values', align: 'right' },
            ]}
            rows={counts.map(({ name, title, says, count }) => ({
              title: <Link href={listHref(name)} text={title} />,
              says,
              count: <Count value={count} />,
            }))}
          />
          <OtherPlaces visit={visit} />
        </>
      ),
    })
  },
})

/** What other modules keep as dated data, and offer here. */
function OtherPlaces({ visit }: { readonly visit: Visit }): Content {
  const places = visit.house
    .placesUnder('/reference')
    .filter(({ permission }) => permission === anySignedIn || visit.actor.permissions.has(permission))
  if (places.length === 0) return null
  return (
    <Panel title="Also kept with dates" id="also">
      <DataTable
        caption="Also kept with dates"
        hideCaption
        columns={[
          { key: 'label', label: 'What', keepTogether: true },
          { key: 'says', label: 'What it is for' },
        ]}
        rows={places.map(({ label, href, says }) => ({ label: <Link href={href} text={label} />, says }))}
      />
    </Panel>
  )
}

function Link({ href, text }: { readonly href: string; readonly text: string }): Content {
  return (
    <a class="govuk-link govuk-link--no-visited-state" href={href}>
      {text}
    </a>
  )
}
