import { z } from 'zod'
import { boxesOf, dayBoxes, dayFields, oneValue, readDay, type TypedDay } from '#platform/forms'
import { notFound, page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import { Button, type Content, DateInput, errorOf, type FieldError, Form, Select, TextArea } from '#ui'
import type { Organisation } from '../organisation-store.ts'
import { asId } from '../people/people-page.tsx'
import { lines, nameFields, namesOf, nameQuestions, type TypedNames } from './name-questions.tsx'
import { findOrganisation } from './organisation-page.tsx'
import { aliasesOf } from './organisation-change-store.ts'
import { changeOrganisation } from './save-organisation.ts'

const params = z.object({ id: z.string() })

const editForm = route({
  method: 'GET',
  path: '/organisations/:id/edit',
  area: 'page',
  permission: 'organisation.manage',
  event: 'organisation-form.viewed',
  summary: 'Change an organisation',
  params,
  handle: async (visit, { params: { id } }) => {
    const found = await findOrganisation(visit, id)
    if (found === undefined) return notFound()
    const { organisation, all } = found
    const typed = {
      name: organisation.name,
      abbreviation: organisation.abbreviation ?? '',
      code: organisation.code ?? '',
      aliases: (await aliasesOf(visit.tx, organisation.id)).join('\n'),
      successor: String(organisation.successorId ?? ''),
      from: boxesOf(organisation.fromOn),
      to: boxesOf(organisation.toOn),
    }
    return editPage(visit, organisation, all, typed, [])
  },
})

const takeEdit = route({
  method: 'POST',
  path: '/organisations/:id/edit',
  area: 'page',
  permission: 'organisation.manage',
  event: 'organisation.changed',
  summary: 'Keep the changes of an organisation',
  whilePast: true,
  params,
  body: z.object({ ...nameFields, aliases: oneValue, successor: oneValue, ...dayFields('from'), ...dayFields('to') }),
  handle: async (visit, { params: { id }, body }) => {
    const found = await findOrganisation(visit, id)
    if (found === undefined) return notFound()
    const { organisation, all } = found
    const from = readDay(dayBoxes(body, 'from'), 'The day it began')
    const to = readDay(dayBoxes(body, 'to'), 'The day it ended')
    const typed = { ...body, from: dayBoxes(body, 'from'), to: dayBoxes(body, 'to') }
    if ('problem' in from) return editPage(visit, organisation, all, typed, [{ field: 'from', text: from.problem }])
    if ('problem' in to) return editPage(visit, organisation, all, typed, [{ field: 'to', text: to.problem }])
    const facts = { ...namesOf(body), fromOn: from.day, toOn: to.day, successorId: asId(body.successor) }
    const saved = await changeOrganisation(visit.tx, organisation, facts, lines(body.aliases))
    if ('errors' in saved) return editPage(visit, organisation, all, typed, saved.errors)
    visit.memory.set('done', 'Organisation changed')
    return redirect(`/organisations/${id}`, { details: { organisationId: saved.id, fields: saved.changed } })
  },
})

export const editOrganisationRoutes = [editForm, takeEdit]

interface TypedEdit extends TypedNames {
  readonly aliases: string
  readonly successor: string
  readonly from: TypedDay
  readonly to: TypedDay
}

function editPage(
  visit: Visit,
  organisation: Organisation,
  all: readonly Organisation[],
  typed: TypedEdit,
  errors: readonly FieldError[],
): PageAnswer {
  return page({
    title: `Change ${organisation.name}`,
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: `/organisations/${organisation.id}`,
    body: (
      <>
        <h1 class="govuk-heading-l">Change {organisation.name}</h1>
        <Form action={`/organisations/${organisation.id}/edit`} csrfToken={visit.csrfToken}>
          {nameQuestions(
            typed,
            errors,
            'A new name shows everywhere, in what was recorded before as well. If the organisation itself became another, end it and name its successor instead.',
          )}
          {otherQuestions(
            all.filter(({ id }) => id !== organisation.id),
            typed,
            errors,
          )}
          <Button text="Save changes" />
        </Form>
      </>
    ),
  })
}

function otherQuestions(others: readonly Organisation[], typed: TypedEdit, errors: readonly FieldError[]): Content {
  return (
    <>
      <TextArea
        name="aliases"
        label="Also known as"
        optional
        hint="One on each line. Files may name it by any of them; letter case, “The” and “&” for “and” make no difference."
        rows={3}
        value={typed.aliases}
        error={errorOf(errors, 'aliases')}
      />
      <DateInput name="from" label="The day it began" optional value={typed.from} error={errorOf(errors, 'from')} />
      <DateInput
        name="to"
        label="The first day on which it is no more"
        optional
        hint="Its memberships of regions end with it. Figures for days before still count it."
        value={typed.to}
        error={errorOf(errors, 'to')}
      />
      <Select
        name="successor"
        label="Successor"
        optional
        hint="From that day the successor’s people see and record what was its own, and its people count as the successor’s."
        placeholder="None"
        value={typed.successor}
        choices={others.map(({ id, name }) => ({ value: String(id), text: name }))}
        error={errorOf(errors, 'successor')}
      />
    </>
  )
}
