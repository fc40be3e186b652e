import { z } from 'zod'
import { londonToday } from '#platform/clock'
import { boxesOf, dayBoxes, dayFields, oneValue, readDay, type TypedDay } from '#platform/forms'
import { notFound, page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import { Button, DateInput, errorOf, type FieldError, Form, formatDay, TextInput } from '#ui'
import { addValue, type Says } from '../change-values.ts'
import { problemsOfPeriod } from '../list-rules.ts'
import { blankSays, readSays, saysFields, type TypedSays } from '../typed-says.ts'
import type { ValueContent } from '../value-change-store.ts'
import { checkPage } from './check-page.tsx'
import { findList, type FoundList, listHref, managePermission, notInThePast } from './found-list.ts'
import { readWord } from './read-word.ts'
import { saysFacts } from './says-facts.tsx'
import { SaysQuestions } from './says-questions.tsx'

const params = z.object({ list: z.string() })
const body = z.object({ value: oneValue, ...saysFields, ...dayFields('from'), again: oneValue })

const newForm = route({
  method: 'GET',
  path: '/reference/:list/new',
  area: 'page',
  permission: managePermission,
  event: 'reference-value-form.viewed',
  summary: 'Add a value to a list',
  params,
  handle: async (visit, { params: { list } }) => {
    const found = await findOpenList(visit, list)
    if (found === undefined) return notFound()
    if (visit.asAt.when === 'past') return notInThePast
    const from = boxesOf(londonToday(visit.present))
    return newPage(visit, found, { value: '', ...blankSays(found.values), from }, [])
  },
})

const checkNew = route({
  method: 'POST',
  path: '/reference/:list/new/check',
  area: 'page',
  permission: managePermission,
  event: 'reference-value.checked',
  summary: 'Show what a new value of a list would affect',
  params,
  body,
  handle: async (visit, { params: { list }, body: sent }) => {
    const found = await findOpenList(visit, list)
    if (found === undefined) return notFound()
    const typed = typedOf(sent)
    if (sent.again === 'yes') return newPage(visit, found, typed, [])
    const read = readNew(found, typed)
    if ('errors' in read) return newPage(visit, found, typed, read.errors)
    const { added } = read
    const errors = problemsOfPeriod(found.values, { ...added, toOn: undefined })
    if (errors.length > 0) return newPage(visit, found, typed, errors)
    return checkNewPage(visit, found, sent, added)
  },
})

const takeNew = route({
  method: 'POST',
  path: '/reference/:list/new',
  area: 'page',
  permission: managePermission,
  event: 'reference-value.added',
  summary: 'Put a value on a list',
  params,
  body,
  handle: async (visit, { params: { list }, body: sent }) => {
    const found = await findOpenList(visit, list)
    if (found === undefined) return notFound()
    const typed = typedOf(sent)
    const read = readNew(found, typed)
    if ('errors' in read) return newPage(visit, found, typed, read.errors)
    const change = { tx: visit.tx, list, personId: visit.actor.personId }
    const added = await addValue(change, read.added)
    if ('errors' in added) return newPage(visit, found, typed, added.errors)
    visit.memory.set('done', 'Value added')
    return redirect(listHref(list, added.id), { details: { list, valueId: added.id, fields: added.fields } })
  },
})

export const newValueRoutes = [newForm, checkNew, takeNew]

type Sent = z.infer<typeof body>
type Added = Says & Pick<ValueContent, 'value' | 'fromOn'>

interface Typed extends TypedSays {
  readonly value: string
  readonly from: TypedDay
}

/** A list that values can be added to. */
async function findOpenList(visit: Visit, name: string): Promise<FoundList | undefined> {
  const found = await findList(visit, name)
  return found?.list.fixed ? undefined : found
}

function typedOf(sent: Sent): Typed {
  return { ...sent, from: dayBoxes(sent, 'from') }
}

function readNew(
  { list, values }: FoundList,
  typed: Typed,
): { readonly added: Added } | { readonly errors: readonly FieldError[] } {
  const value = readWord(typed.value, 'Enter the value')
  const from = readDay(typed.from, 'The first day')
  const read = readSays(list, typed, values)
  const errors = [
    ...('problem' in value ? [{ field: 'value', text: value.problem }] : []),
    ...('problem' in from ? [{ field: 'from', text: from.problem }] : []),
    ...('errors' in read ? read.errors : []),
  ]
  if ('problem' in value || 'problem' in from || 'errors' in read) return { errors }
  return { added: { ...read.says, value: value.text, fromOn: from.day } }
}

function newPage(visit: Visit, { list, values }: FoundList, typed: Typed, errors: readonly FieldError[]): PageAnswer {
  return page({
    title: `Add a value: ${list.title}`,
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: listHref(list.name),
    body: (
      <>
        <span class="govuk-caption-l">{list.title}</span>
        <h1 class="govuk-heading-l">Add a value</h1>
        <Form action={listHref(list.name, 'new', 'check')} csrfToken={visit.csrfToken}>
          <TextInput
            name="value"
            label="Value"
            hint="The word that records will hold. It can be replaced later, but never changed."
            value={typed.value}
            autocomplete="off"
            error={errorOf(errors, 'value')}
          />
          <DateInput
            name="from"
            label="The first day it is on the list"
            optional
            hint="Leave it empty if it should count as having always been on it."
            value={typed.from}
            error={errorOf(errors, 'from')}
          />
          <SaysQuestions list={list} typed={typed} errors={errors} others={values} />
          <Button text="Continue" />
        </Form>
      </>
    ),
  })
}

function checkNewPage(visit: Visit, { list }: FoundList, sent: Sent, added: Added): Promise<PageAnswer> {
  const { again: _again, ...typed } = sent
  const begins = added.fromOn === undefined ? 'the beginning' : formatDay(added.fromOn)
  return checkPage(visit, {
    title: 'Check what the new value would affect',
    list: list.name,
    value: added.value,
    facts: [
      { key: 'New value', value: added.value },
      { key: 'On the list', value: `from ${begins}` },
      ...saysFacts(list, added),
    ],
    effects: [
      `Forms offer it ${added.fromOn === undefined ? 'at once' : `from ${begins}`}, and imports take it without a warning.`,
      'No record is changed. Below is how many hold this word already.',
    ],
    typed,
    action: listHref(list.name, 'new'),
    button: 'Add the value',
  })
}
