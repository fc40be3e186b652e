import { z } from 'zod'
import { boxesOf, dayBoxes, dayFields, oneValue, readDay, type TypedDay } from '#platform/forms'
import { page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import { Button, DateInput, errorOf, type FieldError, Form, Radios } from '#ui'
import { nameFields, namesOf, nameQuestions, type TypedNames } from './name-questions.tsx'
import { addOrganisation, kindChoices } from './save-organisation.ts'

const newForm = route({
  method: 'GET',
  path: '/organisations/new',
  area: 'page',
  permission: 'organisation.manage',
  event: 'organisation-form.viewed',
  summary: 'Add an organisation',
  handle: async visit =>
    newPage(visit, { name: '', abbreviation: '', code: '', kind: '', from: boxesOf(undefined) }, []),
})

const takeNew = route({
  method: 'POST',
  path: '/organisations/new',
  area: 'page',
  permission: 'organisation.manage',
  event: 'organisation.added',
  summary: 'Keep a new organisation',
  whilePast: true,
  body: z.object({ ...nameFields, kind: oneValue, ...dayFields('from') }),
  handle: async (visit, { body }) => {
    const from = readDay(dayBoxes(body, 'from'), 'The day it began')
    const facts = { ...namesOf(body), fromOn: 'day' in from ? from.day : undefined }
    const saved =
      'problem' in from
        ? { errors: [{ field: 'from', text: from.problem }] }
        : await addOrganisation(visit.tx, facts, body.kind)
    if ('errors' in saved) return newPage(visit, { ...body, from: dayBoxes(body, 'from') }, saved.errors)
    visit.memory.set('done', 'Organisation added')
    return redirect(`/organisations/${saved.id}`, { details: { organisationId: saved.id } })
  },
})

export const newOrganisationRoutes = [newForm, takeNew]

type TypedNew = TypedNames & { readonly kind: string; readonly from: TypedDay }

function newPage(visit: Visit, typed: TypedNew, errors: readonly FieldError[]): PageAnswer {
  return page({
    title: 'Add an organisation',
    status: errors.length > 0 ? 400 : 200,
    errors,
    breadcrumbs: [{ text: 'Organisations', href: '/organisations' }],
    body: (
      <>
        <h1 class="govuk-heading-l">Add an organisation</h1>
        <Form action="/organisations/new" csrfToken={visit.csrfToken}>
          {nameQuestions(typed, errors)}
          <Radios
            name="kind"
            label="Kind"
            hint="It settles what its people can be given to do, and can’t be changed later. A council is a partner."
            small
            value={typed.kind}
            choices={kindChoices}
            error={errorOf(errors, 'kind')}
          />
          <DateInput name="from" label="The day it began" optional value={typed.from} error={errorOf(errors, 'from')} />
          <Button text="Add organisation" />
        </Form>
      </>
    ),
  })
}
