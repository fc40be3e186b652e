import { addDays } from '#platform/clock'
import { boxesOf, dayBoxes, dayFields, oneValue, readDay, type TypedDay } from '#platform/forms'
import { type Answer, notFound, page, redirect, refused, route, type Visit } from '#platform/http'
import { Button, ButtonGroup, DateInput, Form, HiddenInput, PageHeading, SummaryList } from '#ui'
import { z } from 'zod'
import { endStandard, listStandards, type RecordingStandard, wouldFlag, type WouldFlag } from './standard-store.ts'
import { inForceText, standardRows } from './standards-page.tsx'
import { WouldFlagTable } from './would-flag-table.tsx'

const common = {
  path: '/recording-standards/:id/end',
  area: 'page',
  permission: 'reference.manage',
  params: z.object({ id: z.string() }),
} as const

const showForm = route({
  ...common,
  method: 'GET',
  event: 'recording-standard-form.viewed',
  summary: 'Change when a recording standard ends',
  handle: async (visit, { params }) => {
    const standard = await standardOf(visit, params.id)
    if (standard === undefined) return notFound()
    return formPage(visit, standard, boxesOf(standard.toOn && addDays(standard.toOn, -1)), undefined)
  },
})

const takeForm = route({
  ...common,
  method: 'POST',
  event: 'recording-standard.ended',
  summary: 'Show what a recording standard would flag when it ends on another day, then change it',
  body: z.object({ ...dayFields('to'), known: oneValue, go: oneValue }),
  handle: async (visit, { params, body }) => {
    const standard = await standardOf(visit, params.id)
    if (standard === undefined) return notFound()
    const typed = dayBoxes(body, 'to')
    const read = readDay(typed, 'Its last day')
    const last = 'day' in read ? read.day : undefined
    if (last === undefined) return formPage(visit, standard, typed, 'Enter its last day, such as 31 3 2026')
    if (last < standard.fromOn) {
      return formPage(visit, standard, typed, 'The last day must be its first day or after it')
    }
    const ended = { ...standard, toOn: addDays(last, 1) }
    if (body.go !== 'end') return checkPage(visit, standard, ended, typed)
    const stillStands = body.known === (standard.toOn ?? '')
    if (!stillStands || !(await endStandard(visit.tx, standard, ended.toOn, visit.actor.personId))) return meanwhile()
    visit.memory.set('done', 'Recording standard changed')
    return redirect('/recording-standards', { details: { standardId: standard.id } })
  },
})

export const endStandardRoutes = [showForm, takeForm]

async function standardOf(visit: Visit, id: string): Promise<RecordingStandard | undefined> {
  const standards = await listStandards(visit.tx, visit.asAt)
  return standards.find(standard => String(standard.id) === id)
}

function meanwhile(): Answer {
  return refused({
    status: 409,
    title: 'Somebody else changed it meanwhile',
    says: 'Nothing was changed. Look at the standard as it stands now, and change it again if it still needs it.',
  })
}

function formPage(visit: Visit, standard: RecordingStandard, typed: TypedDay, error: string | undefined): Answer {
  return page({
    title: `When it ends: ${standard.name}`,
    status: error === undefined ? 200 : 400,
    errors: error === undefined ? [] : [{ field: 'to', text: error }],
    backHref: '/recording-standards',
    body: (
      <>
        <PageHeading caption="Recording standard" title={standard.name} />
        <SummaryList rows={standardRows(standard)} />
        <Form action={`/recording-standards/${standard.id}/end`} csrfToken={visit.csrfToken}>
          <DateInput name="to" label="Last record date that it is in force" value={typed} error={error} />
          <Button text="Continue" />
        </Form>
      </>
    ),
  })
}

async function checkPage(
  visit: Visit,
  standard: RecordingStandard,
  ended: RecordingStandard,
  typed: TypedDay,
): Promise<Answer> {
  const before = await wouldFlag(visit.tx, standard)
  const after: readonly WouldFlag[] = await wouldFlag(visit.tx, ended)
  return page({
    title: `Check: ${standard.name}`,
    backHref: `/recording-standards/${standard.id}/end`,
    body: (
      <>
        <PageHeading caption="Recording standard" title={standard.name} />
        <SummaryList
          rows={[
            { key: 'In force now', value: inForceText(standard) },
            { key: 'After this', value: inForceText(ended) },
          ]}
        />
        <WouldFlagTable flags={before} caption="Disruptions that it flags now" />
        <WouldFlagTable flags={after} caption="Disruptions that it would flag then" />
        <Form action={`/recording-standards/${standard.id}/end`} csrfToken={visit.csrfToken}>
          <HiddenInput name="to-day" value={typed.day} />
          <HiddenInput name="to-month" value={typed.month} />
          <HiddenInput name="to-year" value={typed.year} />
          <HiddenInput name="known" value={standard.toOn ?? ''} />
          <ButtonGroup>
            <Button text="Change when it ends" name="go" value="end" />
            <a class="govuk-link" href="/recording-standards">
              Cancel
            </a>
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}
