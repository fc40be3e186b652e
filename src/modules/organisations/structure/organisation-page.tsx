import { z } from 'zod'
import { notFound, page, route, type Visit } from '#platform/http'
import { type Content, formatDay, PageHeading, Panel, SummaryList, Text } from '#ui'
import { asId } from '../people/people-page.tsx'
import { listOrganisations, type Organisation } from '../organisation-store.ts'
import { periodInWords } from './change-membership.ts'
import { listMemberships, type Membership } from './membership-store.ts'
import { aliasesOf } from './organisation-change-store.ts'

export const organisationPage = route({
  method: 'GET',
  path: '/organisations/:id',
  area: 'page',
  permission: 'organisation.manage',
  event: 'organisation.viewed',
  summary: 'One organisation: its names, its days, its regions, its successor',
  params: z.object({ id: z.string() }),
  handle: async (visit, { params }) => {
    const found = await findOrganisation(visit, params.id)
    if (found === undefined) return notFound()
    const { organisation, all } = found
    const memberships = await listMemberships(visit.tx, organisation.id)
    return page({
      title: organisation.name,
      breadcrumbs: [{ text: 'Organisations', href: '/organisations' }],
      body: (
        <>
          <PageHeading title={organisation.name} caption={organisation.kind} />
          <Facts organisation={organisation} all={all} aliases={await aliasesOf(visit.tx, organisation.id)} />
          <Regions organisation={organisation} memberships={memberships} />
        </>
      ),
    })
  },
})

/** The organisation of an address, with all the others; undefined when there is none. */
export async function findOrganisation(
  visit: Visit,
  idText: string,
): Promise<{ readonly organisation: Organisation; readonly all: readonly Organisation[] } | undefined> {
  const all = await listOrganisations(visit.tx)
  const id = asId(idText)
  const organisation = all.find(one => one.id === id)
  return organisation && { organisation, all }
}

interface FactsProps {
  readonly organisation: Organisation
  readonly all: readonly Organisation[]
  readonly aliases: readonly string[]
}

function Facts({ organisation, all, aliases }: FactsProps): Content {
  const { id, name } = organisation
  const successor = all.find(one => one.id === organisation.successorId)
  const predecessors = all.filter(one => one.successorId === id)
  return (
    <Panel
      title="About this organisation"
      id="about"
      actions={[
        { text: 'Change', href: `/organisations/${id}/edit`, hiddenText: name },
        { text: 'People', href: `/people?organisation=${id}`, hiddenText: `of ${name}` },
      ]}
    >
      <SummaryList
        rows={[
          { key: 'Abbreviation', value: organisation.abbreviation },
          { key: 'Code', value: organisation.code },
          { key: 'Also known as', value: aliases.length > 0 ? aliases.join('\n') : undefined },
          { key: 'Began', value: organisation.fromOn && formatDay(organisation.fromOn) },
          { key: 'Ended', value: organisation.toOn && formatDay(organisation.toOn) },
          ...(successor === undefined ? [] : [{ key: 'Successor', value: linkTo(successor) }]),
          ...(predecessors.length === 0
            ? []
            : [
                {
                  key: 'Successor of',
                  value: (
                    <>
                      {predecessors.map(one => (
                        <>
                          {linkTo(one)}
                          <br />
                        </>
                      ))}
                    </>
                  ),
                },
              ]),
        ]}
      />
    </Panel>
  )
}

function Regions({
  organisation,
  memberships,
}: {
  organisation: Organisation
  memberships: readonly Membership[]
}): Content {
  return (
    <Panel
      title="Regions"
      id="regions"
      actions={[{ text: 'Change', href: `/organisations/${organisation.id}/regions`, hiddenText: 'the regions' }]}
    >
      {memberships.length === 0 ? (
        <p class="govuk-body">Of no region.</p>
      ) : (
        <ul class="govuk-list">
          {memberships.map(membership => (
            <li>
              {membership.region}, {periodInWords(membership)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function linkTo({ id, name }: Organisation): Content {
  return (
    <a class="govuk-link" href={`/organisations/${id}`}>
      <Text value={name} />
    </a>
  )
}
