import { londonToday } from '#platform/clock'
import { type DraftFields, readFields } from '#platform/drafts'
import { type Answer, notFound, page, redirect, refused, type Route, route, type Visit } from '#platform/http'
import { readRecord, type RecordState } from '#platform/record'
import { marking, reasonFirst } from '#platform/register-pages'
import { Button, ButtonGroup, type FieldError, Form, PageHeading } from '#ui'
import { z } from 'zod'
import { disruption } from '../disruption.ts'
import { recordingOrganisations } from '../recording/other-organisations-store.ts'
import { readSupporters } from '../recording/second-answers.ts'
import { SupportersQuestion } from '../recording/supporters-question.tsx'
import { leadsEvent, nameSides, sidesOf, takeStep } from './side-store.ts'

const common = {
  path: '/disruptions/:reference/supporters',
  area: 'page',
  permission: 'record.write',
  params: z.object({ reference: z.string() }),
} as const

/** The lead of an event names who supported it, and withdraws a name that has not answered. */
export const supportersRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'GET',
    event: 'supporters-form.viewed',
    summary: 'Name the organisations that supported a disruption',
    handle: async (visit, { params }) => {
      const lead = await ownLead(visit, params.reference)
      return 'answer' in lead ? lead.answer : formPage(visit, lead.state, {}, [])
    },
  }),
  route({
    ...common,
    method: 'POST',
    event: 'supporters.named',
    summary: 'Ask organisations to confirm their side of a disruption',
    body: z.unknown(),
    handle: async (visit, { params, body }) => {
      const lead = await ownLead(visit, params.reference)
      if ('answer' in lead) return lead.answer
      const sent = readFields(body)
      const read = await readSupporters(visit, sent, await others(visit), lead.state.values['disruptionType'])
      const errors =
        read.ids.length + read.errors.length === 0
          ? [{ field: 'supporting', text: 'Select or enter at least one organisation' }]
          : read.errors
      if (errors.length > 0) return formPage(visit, lead.state, sent, errors)
      const named = await nameSides(visit.tx, params.reference, read.ids, visit.actor.personId)
      visit.memory.set('done', named === 0 ? 'They were named already' : 'Asked to confirm their side')
      return redirect(addressOf(params.reference), { shown: shownOf(params.reference), details: { named } })
    },
  }),
  route({
    ...common,
    path: '/disruptions/:reference/supporters/:side/withdraw',
    method: 'POST',
    event: 'supporter.withdrawn',
    summary: 'Withdraw an organisation that was named as a supporter and has not answered',
    params: z.object({ reference: z.string(), side: z.string() }),
    handle: async (visit, { params }) => {
      const lead = await ownLead(visit, params.reference)
      if ('answer' in lead) return lead.answer
      const sides = await sidesOf(visit.tx, params.reference, visit.asAt)
      const side = sides.find(({ id }) => String(id) === params.side)
      if (side === undefined) return notFound(shownOf(params.reference))
      const { personId } = visit.actor
      const isTaken = await takeStep(visit.tx, { sideId: side.id, step: 'Withdrawn', personId })
      if (!isTaken) return answeredMeanwhile()
      visit.memory.set('done', 'Withdrawn')
      return redirect(addressOf(params.reference), { shown: shownOf(params.reference), details: { side: side.id } })
    },
  }),
]

/** What someone is told who acts on a side that no longer waits. */
export function answeredMeanwhile(): Answer {
  return refused({
    status: 409,
    title: 'It no longer waits',
    says: 'It was answered or withdrawn meanwhile. Nothing was changed.',
  })
}

async function ownLead(
  visit: Visit,
  reference: string,
): Promise<{ readonly state: RecordState } | { readonly answer: Answer }> {
  const state = await readRecord(visit.tx, disruption, reference, { asAt: { when: 'now' } })
  if (state === undefined) return { answer: notFound(shownOf(reference.replaceAll('\u0000', '\uFFFD').slice(0, 200))) }
  const asking = await reasonFirst(visit, state.handling)
  if (asking !== undefined) return { answer: asking }
  if (state.values.disruptionType === 'Lead Disruption' && (await leadsEvent(visit.tx, state.reference)))
    return { state }
  return {
    answer: refused({
      status: 403,
      title: 'The lead of an event names who supported it',
      says: 'This is not a lead disruption of your organisation. Ask the organisation that led it.',
      shown: shownOf(reference),
    }),
  }
}

function others(visit: Visit) {
  return recordingOrganisations(visit.tx, visit.actor, londonToday(visit.present))
}

async function formPage(
  visit: Visit,
  state: RecordState,
  fields: DraftFields,
  errors: readonly FieldError[],
): Promise<Answer> {
  const address = addressOf(state.reference)
  return page({
    title: `Who supported ${state.reference}`,
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: address,
    handling: marking(state.handling),
    shown: shownOf(state.reference),
    body: (
      <>
        <PageHeading caption={`Disruption ${state.reference}`} title="Who supported you?" />
        <Form action={`${address}/supporters`} csrfToken={visit.csrfToken}>
          <SupportersQuestion fields={fields} organisations={await others(visit)} errors={errors} />
          <ButtonGroup>
            <Button text="Ask them to confirm" />
            <a class="govuk-link" href={address}>
              Cancel
            </a>
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}

function addressOf(reference: string): string {
  return `/disruptions/${encodeURIComponent(reference)}`
}

function shownOf(reference: string) {
  return { register: 'disruptions', references: [reference] }
}
