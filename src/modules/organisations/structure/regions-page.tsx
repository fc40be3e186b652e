import { z } from 'zod'
import { boxesOf, dayBoxes, dayFields, oneValue, readDay, type TypedDay } from '#platform/forms'
import { notFound, page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import { Button, type Content, DateInput, errorOf, type FieldError, Form, Panel, Select } from '#ui'
import { listRegions, type Organisation, type Region } from '../organisation-store.ts'
import { asId } from '../people/people-page.tsx'
import { beginMembership, type Changed, endMembership, periodInWords } from './change-membership.ts'
import { listMemberships, type Membership } from './membership-store.ts'
import { findOrganisation } from './organisation-page.tsx'

const params = z.object({ id: z.string() })

const regionsForm = route({
  method: 'GET',
  path: '/organisations/:id/regions',
  area: 'page',
  permission: 'organisation.manage',
  event: 'organisation-regions.viewed',
  summary: 'The regions of an organisation, on any day',
  params,
  handle: async (visit, { params: { id } }) => {
    const found = await findOrganisation(visit, id)
    return found === undefined ? notFound() : regionsPage(visit, found.organisation, blank, [])
  },
})

const begin = route({
  method: 'POST',
  path: '/organisations/:id/regions/begin',
  area: 'page',
  permission: 'organisation.manage',
  event: 'region-membership.begun',
  summary: 'Make an organisation part of a region',
  whilePast: true,
  params,
  body: z.object({ region: oneValue, ...dayFields('from'), ...dayFields('to') }),
  handle: async (visit, { params: { id }, body }) => {
    const found = await findOrganisation(visit, id)
    if (found === undefined) return notFound()
    const { organisation } = found
    const typed = { ...blank, region: body.region, from: dayBoxes(body, 'from'), to: dayBoxes(body, 'to') }
    const region = (await listRegions(visit.tx)).find(one => String(one.id) === body.region)
    const from = readDay(typed.from, 'The first day')
    const to = readDay(typed.to, 'The first day on which it is no longer a member')
    const errors = [
      ...(region === undefined ? [{ field: 'region', text: 'Select a region' }] : []),
      ...('problem' in from ? [{ field: 'from', text: from.problem }] : []),
      ...('problem' in to ? [{ field: 'to', text: to.problem }] : []),
    ]
    if (region === undefined || 'problem' in from || 'problem' in to)
      return regionsPage(visit, organisation, typed, errors)
    const wanted = { regionId: region.id, fromOn: from.day, toOn: to.day }
    return answered(visit, organisation, typed, await beginMembership(visit.tx, organisation, wanted))
  },
})

const end = route({
  method: 'POST',
  path: '/organisations/:id/regions/end',
  area: 'page',
  permission: 'organisation.manage',
  event: 'region-membership.ended',
  summary: 'End a membership of a region',
  whilePast: true,
  params,
  body: z.object({ membership: oneValue, ...dayFields('end') }),
  handle: async (visit, { params: { id }, body }) => {
    const found = await findOrganisation(visit, id)
    if (found === undefined) return notFound()
    const typed = { ...blank, membership: body.membership, end: dayBoxes(body, 'end') }
    const day = readDay(typed.end, 'The first day on which it is no longer a member')
    if ('problem' in day) return regionsPage(visit, found.organisation, typed, [{ field: 'end', text: day.problem }])
    const changed = await endMembership(visit.tx, found.organisation, asId(body.membership) ?? 0, day.day)
    return answered(visit, found.organisation, typed, changed)
  },
})

export const regionsRoutes = [regionsForm, begin, end]

interface Typed {
  readonly region: string
  readonly from: TypedDay
  readonly to: TypedDay
  readonly membership: string
  readonly end: TypedDay
}

const blank: Typed = {
  region: '',
  from: boxesOf(undefined),
  to: boxesOf(undefined),
  membership: '',
  end: boxesOf(undefined),
}

async function answered(visit: Visit, organisation: Organisation, typed: Typed, changed: Changed) {
  if ('problem' in changed) {
    return regionsPage(visit, organisation, typed, [{ field: changed.field, text: changed.problem }])
  }
  visit.memory.set('done', 'Regions changed')
  return redirect(`/organisations/${organisation.id}`, { details: { organisationId: organisation.id } })
}

async function regionsPage(
  visit: Visit,
  organisation: Organisation,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<PageAnswer> {
  const memberships = await listMemberships(visit.tx, organisation.id)
  const regions = await listRegions(visit.tx)
  const props = { organisation, typed, errors, csrfToken: visit.csrfToken }
  return page({
    title: `Regions of ${organisation.name}`,
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: `/organisations/${organisation.id}`,
    body: (
      <>
        <h1 class="govuk-heading-l">Regions of {organisation.name}</h1>
        <p class="govuk-body">
          Figures use the regions of the day they speak of. Who may see what goes by today’s, at once.
        </p>
        {memberships.length === 0 ? null : <EndForm {...props} memberships={memberships} />}
        <BeginForm {...props} regions={regions} />
      </>
    ),
  })
}

interface FormProps {
  readonly organisation: Organisation
  readonly typed: Typed
  readonly errors: readonly FieldError[]
  readonly csrfToken: string
}

function EndForm({
  organisation,
  typed,
  errors,
  csrfToken,
  memberships,
}: FormProps & { readonly memberships: readonly Membership[] }): Content {
  return (
    <Panel title="End a membership" id="end-membership">
      <Form action={`/organisations/${organisation.id}/regions/end`} csrfToken={csrfToken}>
        <Select
          name="membership"
          label="Membership"
          value={typed.membership || String(memberships[0]?.id)}
          choices={memberships.map(one => ({ value: String(one.id), text: `${one.region}, ${periodInWords(one)}` }))}
        />
        <DateInput
          name="end"
          label="The first day on which it is no longer a member"
          value={typed.end}
          error={errorOf(errors, 'end')}
        />
        <Button text="End membership" kind="secondary" />
      </Form>
    </Panel>
  )
}

function BeginForm({
  organisation,
  typed,
  errors,
  csrfToken,
  regions,
}: FormProps & { readonly regions: readonly Region[] }): Content {
  return (
    <Panel title="Begin a membership" id="begin-membership">
      <Form action={`/organisations/${organisation.id}/regions/begin`} csrfToken={csrfToken}>
        <Select
          name="region"
          label="Region"
          placeholder="Choose a region"
          value={typed.region}
          choices={regions.map(({ id, name }) => ({ value: String(id), text: name }))}
          error={errorOf(errors, 'region')}
        />
        <DateInput
          name="from"
          label="The first day"
          optional
          hint="Leave it empty if it was always a member."
          value={typed.from}
          error={errorOf(errors, 'from')}
        />
        <DateInput
          name="to"
          label="The first day on which it is no longer a member"
          optional
          value={typed.to}
          error={errorOf(errors, 'to')}
        />
        <Button text="Begin membership" kind="secondary" />
      </Form>
    </Panel>
  )
}
