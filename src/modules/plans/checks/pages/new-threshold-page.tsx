import { londonToday } from '#platform/clock'
import { dayBoxes, dayFields, oneValue, readDay } from '#platform/forms'
import { page, type PageAnswer, redirect, type Route, route, type Visit } from '#platform/http'
import { Button, DateInput, errorOf, type FieldError, Form, PageHeading, Select, TextInput } from '#ui'
import { z } from 'zod'
import { stateThreshold } from '../threshold-store.ts'
import { type ThresholdWords, thresholdWords } from '../threshold-words.ts'

const address = '/checks/thresholds/new'
const common = { path: address, area: 'page', permission: 'reference.manage' } as const

const typedForm = z.object({ name: oneValue, value: oneValue, ...dayFields('from') })
type Typed = z.infer<typeof typedForm>

const showForm = route({
  ...common,
  method: 'GET',
  event: 'check-threshold-form.viewed',
  summary: 'State a threshold of the checks from a day',
  handle: async visit => formPage(visit, typedForm.parse({}), []),
})

const takeForm = route({
  ...common,
  method: 'POST',
  event: 'check-threshold.stated',
  summary: 'State a threshold of the checks from a day',
  body: typedForm,
  handle: async (visit, { body }) => {
    const read = readThreshold(body, visit)
    if ('errors' in read) return formPage(visit, body, read.errors)
    const { words, value, fromOn } = read
    await stateThreshold(visit.tx, { name: words.name, value, fromOn, personId: visit.actor.personId })
    visit.memory.set('done', 'Threshold stated')
    return redirect('/checks/thresholds', { details: { threshold: words.name } })
  },
})

export const newThresholdRoutes: readonly Route[] = [showForm, takeForm]

interface ReadThreshold {
  readonly words: ThresholdWords
  readonly value: number
  readonly fromOn: string
}

function readThreshold(typed: Typed, { present }: Visit): ReadThreshold | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = []
  const words = thresholdWords.find(({ name }) => name === typed.name)
  if (words === undefined) errors.push({ field: 'name', text: 'Select a threshold' })
  const value = readValue(typed.value.trim(), words?.most ?? 1000, errors)
  const fromOn = readFirstDay(typed, londonToday(present), errors)
  if (words === undefined || value === undefined || fromOn === undefined) return { errors }
  return { words, value, fromOn }
}

function readValue(text: string, most: number, errors: FieldError[]): number | undefined {
  if (/^\d{1,4}$/.test(text) && Number(text) <= most) return Number(text)
  errors.push({ field: 'value', text: `Enter a whole number from 0 to ${most}` })
  return undefined
}

/** What held on days that are past stays: reports were made by it. */
function readFirstDay(typed: Typed, today: string, errors: FieldError[]): string | undefined {
  const read = readDay(dayBoxes(typed, 'from'), 'The first day')
  const day = 'day' in read ? read.day : undefined
  if (day !== undefined && day >= today) return day
  const missing = day === undefined ? 'Enter the first day that it holds' : 'The first day must be today or later'
  errors.push({ field: 'from', text: 'problem' in read ? read.problem : missing })
  return undefined
}

function formPage(visit: Visit, typed: Typed, errors: readonly FieldError[]): PageAnswer {
  const error = (field: string) => errorOf(errors, field)
  return page({
    title: 'State a threshold',
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: '/checks/thresholds',
    body: (
      <>
        <PageHeading title="State a threshold" caption="Checks of 4P plans" />
        <Form action={address} csrfToken={visit.csrfToken}>
          <Select
            name="name"
            label="Threshold"
            placeholder="Select a threshold"
            value={typed.name}
            choices={thresholdWords.map(({ name, label, unit }) => ({ value: name, text: `${label} (${unit})` }))}
            error={error('name')}
          />
          <TextInput
            name="value"
            label="Value"
            width={4}
            inputMode="numeric"
            value={typed.value}
            error={error('value')}
          />
          <DateInput
            name="from"
            label="First day that it holds"
            value={dayBoxes(typed, 'from')}
            error={error('from')}
          />
          <Button text="State the threshold" />
        </Form>
      </>
    ),
  })
}
