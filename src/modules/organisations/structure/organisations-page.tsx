import { addDays, londonToday } from '#platform/clock'
import { page, route } from '#platform/http'
import { Button, type Column, type Content, DataTable, formatDay, PageHeading, type Row } from '#ui'
import { listOrganisations, type Organisation, organisationKinds } from '../organisation-store.ts'
import { overlaps } from './change-membership.ts'
import { listMemberships, type Membership } from './membership-store.ts'

export const organisationsPage = route({
  method: 'GET',
  path: '/organisations',
  area: 'page',
  permission: 'organisation.manage',
  event: 'organisations.listed',
  summary: 'Organisations by region and kind, as they are today',
  handle: async visit => {
    const organisations = await listOrganisations(visit.tx)
    const regions = regionsOn(londonToday(visit.present), await listMemberships(visit.tx))
    const names = new Map(organisations.map(one => [one.id, one.name]))
    const listed = organisations
      .map(organisation => ({ organisation, region: regions.get(organisation.id) }))
      .toSorted(byRegionAndKind)
    return page({
      title: 'Organisations',
      wide: true,
      body: (
        <>
          <PageHeading
            title="Organisations"
            actions={<Button text="Add an organisation" href="/organisations/new" small />}
          />
          <OrganisationTable listed={listed} names={names} />
        </>
      ),
    })
  },
})

interface Listed {
  readonly organisation: Organisation
  /** Its region today. */
  readonly region: string | undefined
}

function regionsOn(day: string, memberships: readonly Membership[]): ReadonlyMap<number, string> {
  const nextDay = addDays(day, 1)
  return new Map(
    memberships
      .filter(membership => overlaps(membership, { fromOn: day, toOn: nextDay }))
      .map(({ organisationId, region }) => [organisationId, region]),
  )
}

/** By region, those of none last; then by kind, forces first; then by name, as they come. */
function byRegionAndKind(a: Listed, b: Listed): number {
  if (a.region !== b.region) {
    if (a.region === undefined || b.region === undefined) return a.region === undefined ? 1 : -1
    return a.region < b.region ? -1 : 1
  }
  return organisationKinds.indexOf(a.organisation.kind) - organisationKinds.indexOf(b.organisation.kind)
}

interface TableProps {
  readonly listed: readonly Listed[]
  readonly names: ReadonlyMap<number, string>
}

function OrganisationTable({ listed, names }: TableProps): Content {
  const rows = listed.map(one => rowOf(one, names))
  const columns: readonly Column[] = [
    { key: 'name', label: 'Name' },
    { key: 'region', label: 'Region today' },
    { key: 'kind', label: 'Kind' },
    { key: 'code', label: 'Code', keepTogether: true },
    { key: 'abbreviation', label: 'Abbreviation' },
    { key: 'from', label: 'Began', keepTogether: true },
    { key: 'to', label: 'Ended', keepTogether: true },
    { key: 'successor', label: 'Successor' },
  ]
  const used = columns.filter(({ key }) => rows.some(row => row[key] !== undefined))
  return <DataTable caption="Organisations by region and kind" hideCaption columns={used} rows={rows} />
}

function rowOf({ organisation, region }: Listed, names: ReadonlyMap<number, string>): Row {
  return {
    name: (
      <a class="govuk-link govuk-link--no-visited-state" href={`/organisations/${organisation.id}`}>
        {organisation.name}
      </a>
    ),
    region,
    kind: organisation.kind,
    code: organisation.code,
    abbreviation: organisation.abbreviation,
    from: organisation.fromOn && formatDay(organisation.fromOn),
    to: organisation.toOn && formatDay(organisation.toOn),
    successor: organisation.successorId === undefined ? undefined : names.get(organisation.successorId),
  }
}
