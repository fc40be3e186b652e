import { planAction } from '#modules/plans'
import { cleanText } from '#platform/files'
import { oneValue } from '#platform/forms'
import { type Answer, notFound, page, redirect, refused, type Route, route, type Visit } from '#platform/http'
import { readRecord, type RecordState } from '#platform/record'
import { marking, notOnAPastDay, reasonFirst } from '#platform/register-pages'
import { Button, ButtonGroup, errorOf, type FieldError, Form, PageHeading, SummaryList, TextInput } from '#ui'
import { z } from 'zod'
import { noneHref } from './action-panel.tsx'
import { maySayNone, sayNone } from './offered-action-store.ts'

const mostOfReason = 1000

const common = {
  path: '/plan-actions/:reference/not-a-disruption',
  area: 'page',
  permission: 'record.write',
  params: z.object({ reference: z.string() }),
} as const

/** Saying of a finished action that it was no disruption: it is not offered as one again. */
export const notADisruptionRoutes: readonly Route[] = [
  route({
    ...common,
    method: 'GET',
    event: 'not-a-disruption-form.viewed',
    summary: 'Say that a finished action was no disruption',
    handle: async (visit, { params }) => {
      if (visit.asAt.when === 'past') return notOnAPastDay()
      const asked = await finishedAction(visit, params.reference)
      return 'answer' in asked ? asked.answer : formPage(visit, asked.state, '', [])
    },
  }),
  route({
    ...common,
    method: 'POST',
    event: 'action.marked-no-disruption',
    summary: 'Keep that a finished action was no disruption, with the reason',
    body: z.object({ reason: oneValue }),
    handle: async (visit, { params, body }) => {
      const asked = await finishedAction(visit, params.reference)
      if ('answer' in asked) return asked.answer
      const reason = cleanText(body.reason.replaceAll('\r\n', '\n').trim(), { max: mostOfReason })
      const problem =
        body.reason.trim() === ''
          ? 'Enter why it was none'
          : reason.ok
            ? undefined
            : `Why it was none: ${reason.problem}`
      if (!reason.ok || problem !== undefined) {
        return formPage(visit, asked.state, body.reason, [
          { field: 'reason', text: problem ?? 'Enter why it was none' },
        ])
      }
      const { reference } = asked.state
      await sayNone(visit.tx, reference, visit.actor.personId, reason.value)
      visit.memory.set('done', 'Noted. It is not offered as a disruption again')
      return redirect(actionHref(reference), { shown: shownOf(reference) })
    },
  }),
]

async function finishedAction(
  visit: Visit,
  reference: string,
): Promise<{ readonly state: RecordState } | { readonly answer: Answer }> {
  const state = await readRecord(visit.tx, planAction, reference, { asAt: { when: 'now' } })
  if (state === undefined) return { answer: notFound(shownOf(reference.replaceAll('\u0000', '\uFFFD').slice(0, 200))) }
  const asking = await reasonFirst(visit, state.handling)
  if (asking !== undefined) return { answer: asking }
  if (state.values.status !== 'Done') {
    const says = 'Only a finished action may have been a disruption.'
    return { answer: refused({ status: 409, title: 'The action is not done', says, shown: shownOf(reference) }) }
  }
  if (await maySayNone(visit.tx, reference)) return { state }
  const says = 'Whoever the action was given to says it, or those who work on its plan.'
  return { answer: refused({ status: 403, title: 'This is not yours to say', says, shown: shownOf(reference) }) }
}

function formPage(visit: Visit, state: RecordState, typed: string, errors: readonly FieldError[]): Answer {
  const { reference, values } = state
  return page({
    title: 'It was no disruption',
    status: errors.length > 0 ? 400 : 200,
    errors,
    backHref: actionHref(reference),
    handling: marking(state.handling),
    shown: shownOf(reference),
    body: (
      <>
        <PageHeading caption={`Action ${reference}`} title="It was no disruption" />
        <SummaryList
          rows={[
            { key: 'What was done', value: String(values['text']) },
            { key: 'What came of it', value: String(values['outcome'] ?? '') },
          ]}
        />
        <p class="govuk-body">
          A disruption is an event after which the threat can’t operate at its usual level. Work that prevents, protects
          or prepares counts as much as an arrest.
        </p>
        <Form action={noneHref(reference)} csrfToken={visit.csrfToken}>
          <TextInput
            name="reason"
            label="Why was it none?"
            hint="For example: nobody was in, or nothing changed for the threat"
            value={typed}
            error={errorOf(errors, 'reason')}
          />
          <ButtonGroup>
            <Button text="It was none" />
            <a class="govuk-link" href={actionHref(reference)}>
              Cancel
            </a>
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}

function actionHref(reference: string): string {
  return `/plan-actions/${encodeURIComponent(reference)}`
}

function shownOf(reference: string) {
  return { register: 'plan-actions', references: [reference] }
}
