import { DraftInput, finishDraft, textOf } from '#platform/drafts'
import { page, redirect, type Route, route } from '#platform/http'
import { Button, ButtonGroup, type FieldError, Form, HiddenInput, PageHeading, TextArea } from '#ui'
import { z } from 'zod'
import { assessmentHref } from '../assessment.ts'
import { readText } from '../read-scores.ts'
import { actsOpenTo } from '../standing.ts'
import { askedAssessment, askedByForm, assessmentFrame, assessmentParams, threatName } from './asked-assessment.ts'
import { formDraft, sentForm } from './form-draft.ts'
import { notTaken, stepTaken } from './step-taken.tsx'

const permission = 'assessment.record'

const takeBack = route({
  method: 'POST',
  path: '/assessments/:reference/take-back',
  area: 'page',
  permission,
  event: 'assessment.taken-back',
  summary: 'Take an assessment back before it is moderated, to change it',
  params: assessmentParams,
  body: z.unknown(),
  handle: async (visit, { params, body }) => {
    const found = await askedByForm(visit, params.reference)
    if ('answer' in found) return found.answer
    const { expected } = await sentForm(visit, body)
    const to = assessmentHref(params.reference, '/scores')
    return stepTaken(visit, found.asked, { expected, act: 'take back' }, { to, done: 'Taken back' })
  },
})

const withdrawal = { path: '/assessments/:reference/withdraw', area: 'page', permission } as const

const showWithdrawal = route({
  ...withdrawal,
  method: 'GET',
  event: 'withdrawal-form.viewed',
  summary: 'Ask why an assessment is withdrawn',
  params: assessmentParams,
  handle: async (visit, { params }) => {
    const found = await askedAssessment(visit, params.reference)
    if ('answer' in found) return found.answer
    if (!actsOpenTo(visit, found.asked.assessment).has('withdraw')) return notTaken(visit, found.asked, 'not allowed')
    const draft = await formDraft(visit, found.asked, 'withdraw', 'Withdrawal of the assessment of')
    return withdrawalPage({ visit, asked: found.asked, draft, reason: textOf(draft.fields, 'reason'), errors: [] })
  },
})

const takeWithdrawal = route({
  ...withdrawal,
  method: 'POST',
  event: 'assessment.withdrawn',
  summary: 'Withdraw an assessment: it is kept, and nothing follows from it',
  params: assessmentParams,
  body: z.unknown(),
  handle: async (visit, { params, body }) => {
    const found = await askedByForm(visit, params.reference)
    if ('answer' in found) return found.answer
    const { fields, draft, expected } = await sentForm(visit, body)
    if (draft?.doneHref !== undefined) return redirect(draft.doneHref)
    if (!actsOpenTo(visit, found.asked.assessment).has('withdraw')) return notTaken(visit, found.asked, 'not allowed')
    const read = readReason(textOf(fields, 'reason'))
    if ('problem' in read) {
      const errors = [{ field: 'reason', text: read.problem }]
      const kept = draft ?? (await formDraft(visit, found.asked, 'withdraw', 'Withdrawal of the assessment of'))
      return withdrawalPage({ visit, asked: found.asked, draft: kept, reason: textOf(fields, 'reason'), errors })
    }
    const to = assessmentHref(params.reference)
    const taking = { expected, act: 'withdraw', reason: read.text } as const
    const answer = await stepTaken(visit, found.asked, taking, { to, done: 'Withdrawn' })
    if (answer.kind === 'redirect' && draft !== undefined) await finishDraft(visit.tx, draft.id, to)
    return answer
  },
})

export const endRoutes: readonly Route[] = [takeBack, showWithdrawal, takeWithdrawal]

function readReason(typed: string): ReturnType<typeof readText> {
  const read = readText(typed)
  return 'text' in read && read.text === '' ? { problem: 'Enter why it is withdrawn' } : read
}

interface Withdrawal {
  readonly visit: Parameters<typeof assessmentFrame>[0]
  readonly asked: Parameters<typeof assessmentFrame>[1]
  readonly draft: Parameters<typeof DraftInput>[0]['draft']
  readonly reason: string
  readonly errors: readonly FieldError[]
}

function withdrawalPage({ visit, asked, draft, reason, errors }: Withdrawal) {
  const { reference, steps } = asked.assessment
  return page({
    ...assessmentFrame(visit, asked, 'Withdraw'),
    status: errors.length > 0 ? 400 : 200,
    errors,
    body: (
      <>
        <PageHeading caption={`Withdraw the assessment ${reference}`} title={threatName(asked.threat)} />
        <p class="govuk-body">It is kept with all its steps. The tier in force stays.</p>
        <Form action={assessmentHref(reference, '/withdraw')} csrfToken={visit.csrfToken}>
          <HiddenInput name="step" value={String(steps)} />
          <TextArea name="reason" label="Why" rows={3} value={reason} error={errors[0]?.text} />
          <DraftInput draft={draft} />
          <ButtonGroup>
            <Button text="Withdraw" kind="warning" />
            <a class="govuk-link" href={assessmentHref(reference)}>
              Cancel
            </a>
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}
