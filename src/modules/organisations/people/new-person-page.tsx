import { allValues, oneValue } from '#platform/forms'
import { page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import { Button, Checkboxes, errorOf, type FieldError, Form, Select, TextInput } from '#ui'
import { z } from 'zod'
import { listOrganisations } from '../organisation-store.ts'
import { parts } from '../parts.ts'
import { addPerson } from './add-person.ts'
import { rememberLink } from './shown-link.tsx'

const showForm = route({
  method: 'GET',
  path: '/people/new',
  area: 'page',
  permission: 'person.manage',
  event: 'person-form.viewed',
  summary: 'Add a person',
  handle: async visit => formPage(visit, { email: '', name: '', organisation: '', parts: [] }, []),
})

const takeForm = route({
  method: 'POST',
  path: '/people/new',
  area: 'page',
  permission: 'person.manage',
  event: 'person.added',
  summary: 'Keep a new person, with a one-time link',
  whilePast: true,
  body: z.object({ email: oneValue, name: oneValue, organisation: oneValue, parts: allValues }),
  handle: async (visit, { body }) => {
    const organisation = (await listOrganisations(visit.tx)).find(({ id }) => String(id) === body.organisation)
    const added = await addPerson(visit.tx, {
      ...body,
      organisation,
      addedBy: visit.actor.personId,
      present: visit.present,
    })
    if ('errors' in added) return formPage(visit, body, added.errors)
    rememberLink(visit, added.personId, added.linkToken)
    visit.memory.set('done', 'Person added')
    return redirect(`/people/${added.personId}`, {
      shown: { register: 'people', references: [String(added.personId)] },
      details: { parts: body.parts },
    })
  },
})

export const newPersonRoutes = [showForm, takeForm]

interface Typed {
  readonly email: string
  readonly name: string
  readonly organisation: string
  readonly parts: readonly string[]
}

async function formPage(visit: Visit, typed: Typed, errors: readonly FieldError[]): Promise<PageAnswer> {
  const organisations = await listOrganisations(visit.tx)
  return page({
    title: 'Add a person',
    status: errors.length > 0 ? 400 : 200,
    errors,
    breadcrumbs: [{ text: 'People', href: '/people' }],
    body: (
      <>
        <h1 class="govuk-heading-l">Add a person</h1>
        <Form action="/people/new" csrfToken={visit.csrfToken}>
          <TextInput
            name="email"
            label="Email address"
            type="email"
            spellcheck={false}
            width="one-half"
            value={typed.email}
            error={errorOf(errors, 'email')}
          />
          <TextInput name="name" label="Name" width="one-half" value={typed.name} error={errorOf(errors, 'name')} />
          <Select
            name="organisation"
            label="Organisation"
            placeholder="Choose an organisation"
            value={typed.organisation}
            choices={organisations.map(({ id, name }) => ({ value: String(id), text: name }))}
            error={errorOf(errors, 'organisation')}
          />
          <Checkboxes
            name="parts"
            label="Parts"
            hint="Partners, inspectors and oversight are for organisations of that kind, which have no other part."
            small
            values={typed.parts}
            choices={parts.map(part => ({ value: part, text: `${part[0]?.toUpperCase()}${part.slice(1)}` }))}
            error={errorOf(errors, 'parts')}
          />
          <Button text="Add person" />
        </Form>
      </>
    ),
  })
}
