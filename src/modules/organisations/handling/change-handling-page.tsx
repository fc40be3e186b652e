import { z } from 'zod'
import { oneValue } from '#platform/forms'
import { type Answer, page, redirect, route, type Visit } from '#platform/http'
import { marking } from '#platform/register-pages'
import { type Handling, handlings } from '#platform/record'
import {
  Button,
  ButtonGroup,
  type Content,
  errorOf,
  type FieldError,
  Form,
  HiddenInput,
  PageHeading,
  Radios,
  SummaryList,
  TextArea,
  WarningText,
} from '#ui'
import { type Seers, whoSees } from './access-store.ts'
import { type AskedRecord, handlingHref, recordParams, shownOf } from './asked-record.ts'
import { changeHandling, planHandling } from './change-handling.ts'
import { handlingMeanings } from './handling-words.ts'
import { ownedRecord } from './owned-record.ts'
import { readReason } from './read-reason.ts'
import { shareablePerson } from './share-record.ts'
import { WhoSeesTable } from './who-sees-table.tsx'

const showForm = route({
  method: 'GET',
  path: '/handling/:register/:reference/change',
  area: 'page',
  permission: 'handling.change',
  event: 'handling-form.viewed',
  summary: 'Change how a record is handled',
  params: recordParams,
  handle: async (visit, { params }) => {
    const owned = await ownedRecord(visit, params)
    if ('answer' in owned) return owned.answer
    const { asked } = owned
    return formPage(visit, asked, { handling: asked.holding.handling, people: '', reason: '' }, [])
  },
})

const takeForm = route({
  method: 'POST',
  path: '/handling/:register/:reference/change',
  area: 'page',
  permission: 'handling.change',
  event: 'handling.changed',
  summary: 'Show who will see a record after a change of its handling, then change it',
  params: recordParams,
  body: z.object({ handling: oneValue, people: oneValue, reason: oneValue, checked: oneValue }),
  handle: async (visit, { params, body }) => {
    const owned = await ownedRecord(visit, params)
    if ('answer' in owned) return owned.answer
    const { asked } = owned
    const read = await readForm(visit, body)
    if ('errors' in read) return formPage(visit, asked, body, read.errors)
    const { record } = asked.register
    const change = { ...read, record, reference: params.reference, actor: visit.actor }
    if (body.checked !== 'yes') {
      const planned = await planHandling(visit.tx, change)
      if ('problem' in planned) return formPage(visit, asked, body, [{ field: 'handling', text: planned.problem }])
      return checkPage(visit, asked, body, await whoSees(visit.tx, planned.audienceId))
    }
    const changed = await changeHandling(visit.tx, change)
    if ('problem' in changed) return formPage(visit, asked, body, [{ field: 'handling', text: changed.problem }])
    visit.memory.set('done', `Handling changed to ${read.handling}`)
    return redirect(handlingHref(asked), {
      shown: shownOf(asked),
      details: { before: asked.holding.handling, after: read.handling, people: read.people.length },
    })
  },
})

export const changeHandlingRoutes = [showForm, takeForm]

interface Typed {
  readonly handling: string
  readonly people: string
  readonly reason: string
}

interface ReadForm {
  readonly handling: Handling
  readonly people: readonly number[]
  readonly reason: string
}

async function readForm(visit: Visit, typed: Typed): Promise<ReadForm | { readonly errors: readonly FieldError[] }> {
  const errors: FieldError[] = []
  const handling = handlings.find(one => one === typed.handling)
  if (handling === undefined) errors.push({ field: 'handling', text: 'Select a handling' })
  const people: number[] = []
  for (const email of handling === 'Named' ? emailsIn(typed.people) : []) {
    const found = await shareablePerson(visit.tx, email)
    if ('problem' in found) errors.push({ field: 'people', text: found.problem })
    else people.push(found.person.id)
  }
  if (handling === 'Named' && emailsIn(typed.people).length === 0) {
    errors.push({ field: 'people', text: 'Enter at least one person who may see it' })
  }
  const reason = readReason(typed.reason)
  if ('problem' in reason) errors.push({ field: 'reason', text: reason.problem })
  if (errors.length > 0 || handling === undefined || 'problem' in reason) return { errors }
  return { handling, people, reason: reason.reason }
}

function emailsIn(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .replaceAll('\0', '')
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ].slice(0, 200)
}

function formPage(visit: Visit, asked: AskedRecord, typed: Typed, errors: readonly FieldError[]): Answer {
  const people = (
    <TextArea
      name="people"
      label="Who may see it"
      hint="An email address on each line. You are always one of them."
      rows={4}
      value={typed.people}
      error={errorOf(errors, 'people')}
    />
  )
  return page({
    title: `Change handling: ${asked.state.reference}`,
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: handlingHref(asked),
    handling: marking(asked.holding.handling),
    shown: shownOf(asked),
    body: (
      <>
        <PageHeading caption={asked.state.reference} title="Change how it is handled" />
        <Form action={handlingHref(asked, '/change')} csrfToken={visit.csrfToken}>
          <Radios
            name="handling"
            label="Handling"
            hint={`It is ${asked.holding.handling} now. Those it is shared with keep seeing it until the share is ended.`}
            value={typed.handling}
            choices={handlings.map(value => ({
              value,
              text: value,
              hint: handlingMeanings[value],
              ...(value === 'Named' ? { reveals: people } : {}),
            }))}
            error={errorOf(errors, 'handling')}
          />
          <TextArea name="reason" label="Why" rows={3} value={typed.reason} error={errorOf(errors, 'reason')} />
          <Button text="Continue" />
        </Form>
      </>
    ),
  })
}

function checkPage(visit: Visit, asked: AskedRecord, typed: Typed, seers: readonly Seers[]): Answer {
  return page({
    title: `Check who will see ${asked.state.reference}`,
    backHref: handlingHref(asked, '/change'),
    handling: marking(asked.holding.handling),
    shown: shownOf(asked),
    details: { checked: typed.handling },
    body: <Check visit={visit} asked={asked} typed={typed} seers={seers} />,
  })
}

interface CheckProps {
  readonly visit: Visit
  readonly asked: AskedRecord
  readonly typed: Typed
  readonly seers: readonly Seers[]
}

function Check({ visit, asked, typed, seers }: CheckProps): Content {
  const { owner, handling } = asked.holding
  const ownerSees = seers.some(one => one.organisation === owner && one.grounds.includes('of the owner'))
  return (
    <>
      <PageHeading caption={asked.state.reference} title="Check who will see it" />
      <SummaryList
        rows={[
          { key: 'Handling now', value: handling },
          { key: 'After this', value: typed.handling },
          { key: 'Why', value: typed.reason },
        ]}
      />
      {typed.handling === 'Named' && !ownerSees ? (
        <WarningText text={`People of ${owner} who are not named will no longer see it.`} />
      ) : null}
      <WhoSeesTable seers={seers} caption="After this, these can see it" />
      <Form action={handlingHref(asked, '/change')} csrfToken={visit.csrfToken}>
        <HiddenInput name="handling" value={typed.handling} />
        <HiddenInput name="people" value={typed.people} />
        <HiddenInput name="reason" value={typed.reason} />
        <HiddenInput name="checked" value="yes" />
        <ButtonGroup>
          <Button text="Change handling" />
          <a class="govuk-link" href={handlingHref(asked)}>
            Cancel
          </a>
        </ButtonGroup>
      </Form>
    </>
  )
}
