import { oneValue } from '#platform/forms'
import { page, route } from '#platform/http'
import {
  Button,
  type Column,
  type Content,
  DataTable,
  FilterLayout,
  formatCount,
  PageHeading,
  Pagination,
  Select,
  type SelectedFilter,
  Tag,
  TextInput,
} from '#ui'
import { z } from 'zod'
import { listOrganisations, type Organisation } from '../organisation-store.ts'
import type { Person } from '../person-store.ts'
import {
  listPeople,
  type PeopleFilter,
  type PeoplePage,
  type PeoplePlace,
  type PersonState,
  personStates,
} from './people-list-store.ts'

const listRoute = route({
  method: 'GET',
  path: '/people',
  area: 'page',
  permission: 'person.manage',
  event: 'people.listed',
  summary: 'People: who has an account, of which organisation and with which parts',
  query: z.object({ text: oneValue, organisation: oneValue, state: oneValue, after: oneValue, before: oneValue }),
  handle: async (visit, { query }) => {
    const organisations = await listOrganisations(visit.tx)
    const filter = readFilter(query)
    const found = await listPeople(visit.tx, filter, readPlace(query))
    return page({
      title: 'People',
      wide: true,
      body: peopleBody({ found, filter, organisations }),
      details: { filters: Object.keys(filterQuery(filter)) },
      shown: { register: 'people', references: found.people.map(person => String(person.id)) },
    })
  },
})

export const peopleRoutes = [listRoute]

type Asked = Readonly<Record<'text' | 'organisation' | 'state' | 'after' | 'before', string>>

function readFilter(query: Asked): PeopleFilter {
  return {
    text: query.text.trim() === '' ? undefined : query.text.trim(),
    organisationId: asId(query.organisation),
    state: personStates.find(state => state === query.state),
  }
}

function readPlace(query: Asked): PeoplePlace {
  const [after, before] = [asId(query.after), asId(query.before)]
  if (after !== undefined) return { after }
  return before === undefined ? undefined : { before }
}

/** A number that is an id of ours; undefined for all else. */
export function asId(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}

interface PeopleBodyProps {
  readonly found: PeoplePage
  readonly filter: PeopleFilter
  readonly organisations: readonly Organisation[]
}

function peopleBody(props: PeopleBodyProps): Content {
  const { found, filter } = props
  return (
    <>
      <PageHeading title="People" actions={<Button text="Add a person" href="/people/new" small />} />
      <FilterLayout action="/people" fields={filterFields(props)} selected={selectedFilters(props)} clearHref="/people">
        <DataTable
          caption="People"
          hideCaption
          columns={columns}
          rows={found.people.map(personRow)}
          emptyText="Nobody fits these filters."
        />
        <Pagination
          summary={`${formatCount(found.people.length)} of ${formatCount(found.total)} people`}
          nextHref={placeHref(filter, 'after', found.nextAfter)}
          previousHref={placeHref(filter, 'before', found.previousBefore)}
        />
      </FilterLayout>
    </>
  )
}

const columns: readonly Column[] = [
  { key: 'name', label: 'Name' },
  { key: 'email', label: 'Email address' },
  { key: 'organisation', label: 'Organisation' },
  { key: 'parts', label: 'Parts' },
  { key: 'state', label: 'State', keepTogether: true },
]

const stateWords = { active: 'Active', waiting: 'No password yet', disabled: 'Disabled' } as const
const stateColours = { active: 'green', waiting: 'yellow', disabled: 'grey' } as const

function personRow(person: Person) {
  return {
    name: (
      <a class="govuk-link" href={`/people/${person.id}`}>
        {person.name}
      </a>
    ),
    email: person.email,
    organisation: person.organisation,
    parts: person.parts.join(', '),
    state: personStateTag(person),
  }
}

/** Whether a person can sign in, as a tag. */
export function personStateTag(person: Person): Content {
  const state = stateOf(person)
  return <Tag text={stateWords[state]} colour={stateColours[state]} />
}

function stateOf(person: Person): PersonState {
  if (person.disabledAt !== null) return 'disabled'
  return person.hasPassword ? 'active' : 'waiting'
}

function filterFields({ filter, organisations }: PeopleBodyProps): Content {
  return (
    <>
      <TextInput name="text" label="Name or email address" value={filter.text} />
      <Select
        name="organisation"
        label="Organisation"
        placeholder="All"
        value={filter.organisationId?.toString()}
        choices={organisations.map(({ id, name }) => ({ value: String(id), text: name }))}
      />
      <Select
        name="state"
        label="State"
        placeholder="All"
        value={filter.state}
        choices={personStates.map(state => ({ value: state, text: stateWords[state] }))}
      />
    </>
  )
}

function selectedFilters({ filter, organisations }: PeopleBodyProps): readonly SelectedFilter[] {
  const { text, organisationId, state } = filter
  const organisation = organisations.find(({ id }) => id === organisationId)?.name
  return [
    ...(text === undefined ? [] : [selected(filter, 'text', 'Name or email address', text)]),
    ...(organisation === undefined ? [] : [selected(filter, 'organisationId', 'Organisation', organisation)]),
    ...(state === undefined ? [] : [selected(filter, 'state', 'State', stateWords[state])]),
  ]
}

function selected(filter: PeopleFilter, key: keyof PeopleFilter, label: string, value: string): SelectedFilter {
  return { label, value, removeHref: listHref({ ...filter, [key]: undefined }) }
}

function placeHref(filter: PeopleFilter, side: 'after' | 'before', id: number | undefined): string | undefined {
  return id === undefined ? undefined : listHref(filter, { [side]: String(id) })
}

function listHref(filter: PeopleFilter, place: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...filterQuery(filter), ...place }).toString()
  return query === '' ? '/people' : `/people?${query}`
}

function filterQuery({ text, organisationId, state }: PeopleFilter): Readonly<Record<string, string>> {
  return {
    ...(text === undefined ? {} : { text }),
    ...(organisationId === undefined ? {} : { organisation: String(organisationId) }),
    ...(state === undefined ? {} : { state }),
  }
}
