import { z } from 'zod'
import { londonToday } from '#platform/clock'
import { boxesOf, dayBoxes, dayFields, oneValue, readDay, type TypedDay } from '#platform/forms'
import { notFound, page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import { Button, type Content, DateInput, errorOf, type FieldError, Form, Radios, Select, Text, TextInput } from '#ui'
import { endValue } from '../change-values.ts'
import { type Ending, problemsOfEnding } from '../list-rules.ts'
import { checkEndPage } from './end-check.tsx'
import { findEndable, type FoundValue, listHref, managePermission, notInThePast } from './found-list.ts'
import { readWord } from './read-word.ts'
import { Version } from './version.tsx'

const params = z.object({ list: z.string(), id: z.string() })
const body = z.object({
  version: oneValue,
  how: oneValue,
  to: oneValue,
  into: oneValue,
  ...dayFields('on'),
  again: oneValue,
})

const endForm = route({
  method: 'GET',
  path: '/reference/:list/:id/end',
  area: 'page',
  permission: managePermission,
  event: 'reference-value-end.viewed',
  summary: 'End, rename or merge a value of a list',
  params,
  handle: async (visit, input) => {
    const found = await findEndable(visit, input.params)
    if (found === undefined) return notFound()
    if (visit.asAt.when === 'past') return notInThePast
    const on = boxesOf(londonToday(visit.present))
    return endPage(visit, found, { version: found.value.version, how: '', to: '', into: '', on }, [])
  },
})

const checkEnd = route({
  method: 'POST',
  path: '/reference/:list/:id/end/check',
  area: 'page',
  permission: managePermission,
  event: 'reference-value-end.checked',
  summary: 'Show what the end of a value of a list would affect',
  params,
  body,
  handle: async (visit, input) => {
    const found = await findEndable(visit, input.params)
    if (found === undefined) return notFound()
    const typed = typedOf(input.body)
    if (input.body.again === 'yes') return endPage(visit, found, typed, [])
    const read = readEnding(typed)
    if ('errors' in read) return endPage(visit, found, typed, read.errors)
    const errors = problemsOfEnding(found.values, found.value, read.ending)
    if (errors.length > 0) return endPage(visit, found, typed, errors)
    const { again: _again, ...sent } = input.body
    return checkEndPage(visit, found, sent, read.ending)
  },
})

const takeEnd = route({
  method: 'POST',
  path: '/reference/:list/:id/end',
  area: 'page',
  permission: managePermission,
  event: 'reference-value.ended',
  summary: 'End, rename or merge a value of a list, from a day',
  params,
  body,
  handle: async (visit, input) => {
    const found = await findEndable(visit, input.params)
    if (found === undefined) return notFound()
    const { list, value } = found
    const typed = typedOf(input.body)
    const read = readEnding(typed)
    if ('errors' in read) return endPage(visit, found, typed, read.errors)
    const change = { tx: visit.tx, list: list.name, personId: visit.actor.personId }
    const ended = await endValue(change, { id: value.id, version: typed.version }, read.ending)
    if ('errors' in ended) return endPage(visit, found, typed, ended.errors)
    visit.memory.set('done', doneWords[read.ending.how])
    const details = { list: list.name, valueId: value.id, how: read.ending.how, fields: ended.fields }
    return redirect(listHref(list.name, value.id), { details })
  },
})

export const endValueRoutes = [endForm, checkEnd, takeEnd]

const doneWords: Readonly<Record<Ending['how'], string>> = {
  ended: 'The value ends on that day',
  renamed: 'The value has another name from that day',
  merged: 'The value is merged from that day',
}

interface Typed {
  readonly version: string
  readonly how: string
  readonly to: string
  readonly into: string
  readonly on: TypedDay
}

function typedOf(sent: z.infer<typeof body>): Typed {
  return { ...sent, on: dayBoxes(sent, 'on') }
}

function readEnding(typed: Typed): { readonly ending: Ending } | { readonly errors: readonly FieldError[] } {
  const on = readDay(typed.on, 'The day')
  const how = readHow(typed)
  const errors = [
    ...('problem' in on ? [{ field: 'on', text: on.problem }] : []),
    ...('day' in on && on.day === undefined
      ? [{ field: 'on', text: 'Enter the first day it is no longer on the list' }]
      : []),
    ...('error' in how ? [how.error] : []),
  ]
  if ('problem' in on || on.day === undefined || 'error' in how) return { errors }
  return { ending: { on: on.day, ...how } }
}

type How<Each = Ending> = Each extends Ending ? Omit<Each, 'on'> : never

function readHow({ how, to, into }: Typed): How | { readonly error: FieldError } {
  if (how === 'ended') return { how }
  if (how === 'renamed') {
    const word = readWord(to, 'Enter the new name')
    return 'problem' in word ? { error: { field: 'to', text: word.problem } } : { how, to: word.text }
  }
  if (how !== 'merged') return { error: { field: 'how', text: 'Select what happens to it' } }
  if (into === '') return { error: { field: 'into', text: 'Select the value it is merged into' } }
  return { how, into: Number(into) }
}

function endPage(visit: Visit, found: FoundValue, typed: Typed, errors: readonly FieldError[]): PageAnswer {
  const { list, value } = found
  const href = listHref(list.name, value.id)
  return page({
    title: `End, rename or merge ${value.value}`,
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: href,
    body: (
      <>
        <span class="govuk-caption-l">{list.title}</span>
        <h1 class="govuk-heading-l">
          End, rename or merge <Text value={value.value} />
        </h1>
        <p class="govuk-body">
          Records that hold it keep it, and lists can still be narrowed by it. From the day you enter it is no longer
          offered.
        </p>
        <Form action={`${href}/end/check`} csrfToken={visit.csrfToken}>
          <Version version={typed.version} errors={errors} />
          <HowQuestion found={found} typed={typed} errors={errors} />
          <DateInput
            name="on"
            label="The first day it is no longer on the list"
            value={typed.on}
            error={errorOf(errors, 'on')}
          />
          <Button text="Continue" />
        </Form>
      </>
    ),
  })
}

interface HowProps {
  readonly found: FoundValue
  readonly typed: Typed
  readonly errors: readonly FieldError[]
}

function HowQuestion({ found, typed, errors }: HowProps): Content {
  const others = found.values.filter(({ id, toOn }) => id !== found.value.id && toOn === undefined)
  return (
    <Radios
      name="how"
      label="What happens to it?"
      value={typed.how}
      error={errorOf(errors, 'how')}
      choices={[
        { value: 'ended', text: 'It ends', hint: 'Nothing takes its place.' },
        {
          value: 'renamed',
          text: 'It is renamed',
          hint: 'A value with the new name takes its place, and says what this one says.',
          reveals: (
            <TextInput name="to" label="New name" value={typed.to} autocomplete="off" error={errorOf(errors, 'to')} />
          ),
        },
        {
          value: 'merged',
          text: 'It is merged into another',
          hint: 'Another value of the list takes its place.',
          reveals: (
            <Select
              name="into"
              label="Merged into"
              placeholder="Choose a value"
              value={typed.into}
              choices={others.map(({ id, value }) => ({ value: String(id), text: value }))}
              error={errorOf(errors, 'into')}
            />
          ),
        },
      ]}
    />
  )
}
