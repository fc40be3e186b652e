import { z } from 'zod'
import { oneValue } from '#platform/forms'
import { notFound, page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import { Button, type FieldError, Form, Text } from '#ui'
import { changeSays, type Says } from '../change-values.ts'
import { readSays, saysFields, typedFromValue, type TypedSays } from '../typed-says.ts'
import { checkPage } from './check-page.tsx'
import { findValue, type FoundValue, listHref, managePermission, notInThePast } from './found-list.ts'
import { saysFacts } from './says-facts.tsx'
import { SaysQuestions } from './says-questions.tsx'
import { Version } from './version.tsx'

const params = z.object({ list: z.string(), id: z.string() })
const body = z.object({ version: oneValue, ...saysFields, again: oneValue })

const changeForm = route({
  method: 'GET',
  path: '/reference/:list/:id/change',
  area: 'page',
  permission: managePermission,
  event: 'reference-value-change.viewed',
  summary: 'Change what a value of a list says of itself',
  params,
  handle: async (visit, input) => {
    const found = await findValue(visit, input.params)
    if (found === undefined) return notFound()
    if (visit.asAt.when === 'past') return notInThePast
    const { value, values } = found
    return changePage(visit, found, { ...typedFromValue(value, values), version: value.version }, [])
  },
})

const checkChange = route({
  method: 'POST',
  path: '/reference/:list/:id/change/check',
  area: 'page',
  permission: managePermission,
  event: 'reference-value-change.checked',
  summary: 'Show what a change of a value of a list would affect',
  params,
  body,
  handle: async (visit, input) => {
    const found = await findValue(visit, input.params)
    if (found === undefined) return notFound()
    const { again, ...typed } = input.body
    if (again === 'yes') return changePage(visit, found, typed, [])
    const read = readSays(found.list, typed, found.values, found.value)
    if ('errors' in read) return changePage(visit, found, typed, read.errors)
    return checkChangePage(visit, found, typed, read.says)
  },
})

const takeChange = route({
  method: 'POST',
  path: '/reference/:list/:id/change',
  area: 'page',
  permission: managePermission,
  event: 'reference-value.changed',
  summary: 'Keep a change of what a value of a list says of itself',
  params,
  body,
  handle: async (visit, input) => {
    const found = await findValue(visit, input.params)
    if (found === undefined) return notFound()
    const { list, value, values } = found
    const { again: _again, ...typed } = input.body
    const read = readSays(list, typed, values, value)
    if ('errors' in read) return changePage(visit, found, typed, read.errors)
    const change = { tx: visit.tx, list: list.name, personId: visit.actor.personId }
    const changed = await changeSays(change, { id: value.id, version: typed.version }, read.says)
    if ('errors' in changed) return changePage(visit, found, typed, changed.errors)
    visit.memory.set(
      'done',
      changed.fields.length === 0 ? 'Nothing was changed: it said that already' : 'Value changed',
    )
    const details = { list: list.name, valueId: value.id, fields: changed.fields }
    return redirect(listHref(list.name, value.id), { details })
  },
})

export const changeValueRoutes = [changeForm, checkChange, takeChange]

type Typed = TypedSays & { readonly version: string }

function changePage(visit: Visit, found: FoundValue, typed: Typed, errors: readonly FieldError[]): PageAnswer {
  const { list, value, values } = found
  const href = listHref(list.name, value.id)
  return page({
    title: `Change ${value.value}`,
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: href,
    body: (
      <>
        <span class="govuk-caption-l">{list.title}</span>
        <h1 class="govuk-heading-l">
          Change <Text value={value.value} />
        </h1>
        {list.fixed ? null : (
          <p class="govuk-body">
            Its name stays: records hold it. To give it another,{' '}
            <a class="govuk-link" href={`${href}/end`}>
              rename it
            </a>
            .
          </p>
        )}
        <Form action={`${href}/change/check`} csrfToken={visit.csrfToken}>
          <Version version={typed.version} errors={errors} />
          <SaysQuestions
            list={list}
            typed={typed}
            errors={errors}
            others={values.filter(({ id }) => id !== value.id)}
          />
          <Button text="Continue" />
        </Form>
      </>
    ),
  })
}

function checkChangePage(visit: Visit, found: FoundValue, typed: Typed, says: Says): Promise<PageAnswer> {
  const { list, value } = found
  return checkPage(visit, {
    title: 'Check what the change would affect',
    list: list.name,
    value: value.value,
    facts: [
      { key: 'Value', value: value.value },
      ...saysFacts(list, says),
      ...(says.position === value.position ? [] : [{ key: 'Place in the list', value: 'Moved' }]),
    ],
    effects: effectsOf(value, says),
    typed: { ...typed },
    action: listHref(list.name, value.id, 'change'),
    button: 'Make the change',
  })
}

function effectsOf(before: Says, after: Says): readonly string[] {
  const closed = after.closed
    ? 'count as closed: work lists leave them out'
    : 'no longer count as closed: work lists show them again'
  return [
    'No record is changed. Forms show it as worded here, at once.',
    ...(before.closed === after.closed
      ? []
      : [
          `The records below ${closed}. What inspectors count stays as it is: they go by the word “closed” in the phase itself.`,
        ]),
    ...(before.fourP === after.fourP && before.words.join('\n') === after.words.join('\n')
      ? []
      : ['What is suggested while recording follows, at once. What was recorded stays.']),
  ]
}
