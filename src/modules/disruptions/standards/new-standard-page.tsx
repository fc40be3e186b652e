import { threatTypes } from '#modules/threats'
import { addDays } from '#platform/clock'
import { allValues, dayBoxes, dayFields, oneValue, readDay } from '#platform/forms'
import { page, type PageAnswer, redirect, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  Checkboxes,
  type Content,
  DateInput,
  errorOf,
  type FieldError,
  Form,
  HiddenInput,
  PageHeading,
  Radios,
  SummaryList,
  TextArea,
  TextInput,
} from '#ui'
import { z } from 'zod'
import { addStandard, type NewStandard, wouldFlag, type WouldFlag } from './standard-store.ts'
import { standardRows } from './standards-page.tsx'
import { WouldFlagTable } from './would-flag-table.tsx'

const address = '/recording-standards/new'
const common = { path: address, area: 'page', permission: 'reference.manage' } as const

const typedForm = z.object({
  name: oneValue,
  says: oneValue,
  source: oneValue,
  ...dayFields('from'),
  ...dayFields('to'),
  threatTypes: allValues,
  supports: oneValue,
  go: oneValue,
})
type Typed = z.infer<typeof typedForm>

const showForm = route({
  ...common,
  method: 'GET',
  event: 'recording-standard-form.viewed',
  summary: 'Add a recording standard of disruptions',
  handle: async visit => formPage(visit, typedForm.parse({}), []),
})

const takeForm = route({
  ...common,
  method: 'POST',
  event: 'recording-standard.added',
  summary: 'Show what a new recording standard would flag, then add it',
  body: typedForm,
  handle: async (visit, { body }) => {
    const read = readStandard(body)
    if ('errors' in read || body.go === 'back') return formPage(visit, body, 'errors' in read ? read.errors : [])
    if (body.go !== 'add') return checkPage(visit, body, read, await wouldFlag(visit.tx, read))
    const id = await addStandard(visit.tx, read, visit.actor.personId)
    visit.memory.set('done', 'Recording standard added')
    return redirect('/recording-standards', { details: { standardId: id } })
  },
})

export const newStandardRoutes = [showForm, takeForm]

function readStandard(typed: Typed): NewStandard | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = []
  const name = readText(typed, 'name', 200, 'Enter a name', errors)
  const days = readDays(typed, errors)
  const says = readText(typed, 'says', 1000, 'Enter what it asks', errors)
  const source = readText(typed, 'source', 1000, 'Enter where it comes from', errors)
  const taken = threatTypes.filter(type => typed.threatTypes.includes(type))
  if (taken.length === 0) errors.push({ field: 'threatTypes', text: 'Select the types of threats it takes' })
  if (typed.supports !== 'yes' && typed.supports !== 'no') {
    errors.push({ field: 'supports', text: 'Select whether police forces record support disruptions' })
  }
  if (errors.length > 0 || days === undefined) return { errors }
  return {
    name,
    says,
    source,
    ...days,
    threatTypes: taken.length === threatTypes.length ? undefined : taken,
    forcesRecordSupports: typed.supports === 'yes',
  }
}

function readText(
  typed: Typed,
  field: 'name' | 'says' | 'source',
  most: number,
  ask: string,
  errors: FieldError[],
): string {
  const value = typed[field].replaceAll('\r\n', '\n').trim().replaceAll('\0', '\uFFFD').normalize('NFC')
  if (value === '') errors.push({ field, text: ask })
  if (Array.from(value).length > most) errors.push({ field, text: `Use ${most} characters or fewer` })
  return value
}

/** From the first day; the day after the last, when there is a last one. */
function readDays(typed: Typed, errors: FieldError[]): Pick<NewStandard, 'fromOn' | 'toOn'> | undefined {
  const first = readDay(dayBoxes(typed, 'from'), 'The first day')
  const from = 'day' in first ? first.day : undefined
  const to = readDay(dayBoxes(typed, 'to'), 'The last day')
  if (from === undefined) errors.push({ field: 'from', text: 'Enter the first day, such as 1 4 2026' })
  if ('problem' in to) errors.push({ field: 'to', text: `${to.problem}, or empty` })
  if (from === undefined || 'problem' in to) return undefined
  if (to.day !== undefined && to.day < from) {
    errors.push({ field: 'to', text: 'The last day must be the first day or after it' })
  }
  return { fromOn: from, toOn: to.day === undefined ? undefined : addDays(to.day, 1) }
}

function formPage(visit: Visit, typed: Typed, errors: readonly FieldError[]): PageAnswer {
  return page({
    title: 'Add a recording standard',
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: '/recording-standards',
    body: (
      <>
        <PageHeading title="Add a recording standard" />
        <Form action={address} csrfToken={visit.csrfToken}>
          <StandardQuestions typed={typed} errors={errors} />
          <Button text="Continue" />
        </Form>
      </>
    ),
  })
}

function StandardQuestions({ typed, errors }: { readonly typed: Typed; readonly errors: readonly FieldError[] }) {
  const error = (field: string) => errorOf(errors, field)
  const boxes = (name: 'from' | 'to') => ({
    day: typed[`${name}-day`],
    month: typed[`${name}-month`],
    year: typed[`${name}-year`],
  })
  return (
    <>
      <TextInput name="name" label="Name" value={typed.name} error={error('name')} />
      <DateInput name="from" label="First record date" value={boxes('from')} error={error('from')} />
      <DateInput name="to" label="Last record date" optional value={boxes('to')} error={error('to')} />
      <Checkboxes
        name="threatTypes"
        label="Which threats may disruptions be recorded against?"
        choices={threatTypes.map(value => ({ value, text: value }))}
        values={typed.threatTypes}
        error={error('threatTypes')}
      />
      <Radios
        name="supports"
        label="Do police forces record support disruptions?"
        choices={[
          { value: 'yes', text: 'Yes' },
          { value: 'no', text: 'No, only those that they led' },
        ]}
        value={typed.supports}
        error={error('supports')}
      />
      <TextArea
        name="says"
        label="What it asks"
        hint="In a sentence or two. It stands beside every disruption that is flagged."
        rows={3}
        value={typed.says}
        error={error('says')}
      />
      <TextInput name="source" label="Where it comes from" value={typed.source} error={error('source')} />
    </>
  )
}

function checkPage(visit: Visit, typed: Typed, standard: NewStandard, flags: readonly WouldFlag[]): PageAnswer {
  return page({
    title: 'Check what the standard would flag',
    backHref: '/recording-standards',
    body: (
      <>
        <PageHeading caption="New recording standard" title={standard.name} />
        <SummaryList rows={standardRows(standard)} />
        <WouldFlagTable flags={flags} caption="Disruptions on record today that it would flag" />
        <p class="govuk-body">Nothing is changed or hidden: they carry a flag with the reason.</p>
        <Form action={address} csrfToken={visit.csrfToken}>
          <TypedAgain typed={typed} />
          <ButtonGroup>
            <Button text="Add the standard" name="go" value="add" />
            <Button text="Change it first" kind="secondary" name="go" value="back" />
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}

function TypedAgain({ typed }: { readonly typed: Typed }): Content {
  const pairs = Object.entries(typed).flatMap(([name, values]) =>
    name === 'go' ? [] : [values].flat().map(value => [name, value] as const),
  )
  return (
    <>
      {pairs.map(([name, value]) => (
        <HiddenInput name={name} value={value} />
      ))}
    </>
  )
}
