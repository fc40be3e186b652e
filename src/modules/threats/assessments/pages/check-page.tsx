import { type Draft, type DraftFields, DraftInput, finishDraft, textOf } from '#platform/drafts'
import { type Answer, page, redirect, type Route, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  type Content,
  errorOf,
  type FieldError,
  Form,
  HiddenInput,
  InsetText,
  PageHeading,
  Panel,
  Radios,
  TextArea,
} from '#ui'
import { z } from 'zod'
import { tiers } from '../../threat.ts'
import { assessmentHref, type Step } from '../assessment.ts'
import { longestReason, missingScores, readText } from '../read-scores.ts'
import { actsOpenTo } from '../standing.ts'
import { possibleTiersWord } from '../words.ts'
import {
  type AskedAssessment,
  askedAssessment,
  askedByForm,
  assessmentFrame,
  assessmentParams,
  threatName,
} from './asked-assessment.ts'
import { formDraft, sentForm } from './form-draft.ts'
import { ScoresView } from './scores-view.tsx'
import { notTaken, stepTaken } from './step-taken.tsx'
import { WorkingView } from './working-view.tsx'

const common = { path: '/assessments/:reference/check', area: 'page', permission: 'assessment.record' } as const

const showCheck = route({
  ...common,
  method: 'GET',
  event: 'assessment-check.viewed',
  summary: 'Check an assessment before it is submitted: its working, what is missing, and the tier to propose',
  params: assessmentParams,
  handle: async (visit, { params }) => {
    const found = await askedAssessment(visit, params.reference)
    if ('answer' in found) return found.answer
    const { assessment } = found.asked
    if (!actsOpenTo(visit, assessment).has('submit')) return notTaken(visit, found.asked, 'not allowed')
    const draft = await formDraft(visit, found.asked, 'check', 'Check the assessment of')
    return checkPage(visit, found.asked, {
      draft,
      fields: draft.savedAt ? draft.fields : fieldsOf(assessment.latest),
      errors: [],
    })
  },
})

const submit = route({
  ...common,
  method: 'POST',
  event: 'assessment.submitted',
  summary: 'Submit an assessment for moderation, or a blind second scoring for comparison',
  params: assessmentParams,
  body: z.unknown(),
  handle: async (visit, { params, body }) => {
    const found = await askedByForm(visit, params.reference)
    if ('answer' in found) return found.answer
    const sent = await sentForm(visit, body)
    if (sent.draft?.doneHref !== undefined) return redirect(sent.draft.doneHref)
    const { assessment } = found.asked
    const { reference, latest, model, kind } = assessment
    if (!actsOpenTo(visit, assessment).has('submit')) return notTaken(visit, found.asked, 'not allowed')
    const missing = missingScores(model.definition, latest.scores)
    const read = readProposal(latest, sent.fields)
    if (missing.length > 0 || 'errors' in read) {
      const draft = sent.draft ?? (await formDraft(visit, found.asked, 'check', 'Check the assessment of'))
      return checkPage(
        visit,
        found.asked,
        { draft, fields: sent.fields, errors: 'errors' in read ? read.errors : [] },
        true,
      )
    }
    const to = assessmentHref(reference)
    const done = kind === 'second' ? 'Second scoring submitted' : 'Assessment submitted for moderation'
    const { scores, working } = latest
    const taking = { expected: sent.expected, act: 'submit', content: { scores, working, ...read } } as const
    const answer = await stepTaken(visit, found.asked, taking, { to, done })
    if (answer.kind === 'redirect' && sent.draft !== undefined) await finishDraft(visit.tx, sent.draft.id, to)
    return answer
  },
})

export const checkRoutes: readonly Route[] = [showCheck, submit]

type Proposal = Pick<Step, 'proposedTier' | 'departure'>

/** The tier that is proposed, and why it is another than the suggested one. */
function readProposal(latest: Step, fields: DraftFields): Proposal | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = []
  const proposedTier = tiers.find(tier => tier === textOf(fields, 'tier'))
  const departure = readText(textOf(fields, 'departure'))
  const { suggestedTier } = latest.working
  if (proposedTier === undefined) errors.push({ field: 'tier', text: 'Select the tier you propose' })
  if ('problem' in departure) errors.push({ field: 'departure', text: departure.problem })
  else if (proposedTier !== undefined && proposedTier !== suggestedTier && departure.text === '') {
    const than = suggestedTier === null ? 'although nothing is known' : `and not ${suggestedTier}`
    errors.push({ field: 'departure', text: `Enter why you propose ${proposedTier} ${than}` })
  }
  if (errors.length > 0 || 'problem' in departure) return { errors }
  return { proposedTier, departure: proposedTier === suggestedTier ? undefined : departure.text }
}

/** The suggestion is chosen until somebody proposes another. */
function fieldsOf({ proposedTier, departure, working }: Step): DraftFields {
  return { tier: proposedTier ?? working.suggestedTier ?? '', departure: departure ?? '' }
}

interface Shown {
  readonly draft: Draft
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
}

function checkPage(visit: Visit, asked: AskedAssessment, shown: Shown, isSent = false): Answer {
  const { model, latest, reference } = asked.assessment
  const missing = missingScores(model.definition, latest.scores)
  return page({
    ...assessmentFrame(visit, asked, 'Check'),
    status: isSent && missing.length + shown.errors.length > 0 ? 400 : 200,
    errors: missing.length > 0 ? [] : shown.errors,
    backHref: assessmentHref(reference, '/scores'),
    wide: true,
    body: <CheckBody visit={visit} asked={asked} shown={shown} missing={missing} />,
  })
}

interface CheckProps {
  readonly visit: Visit
  readonly asked: AskedAssessment
  readonly shown: Shown
  readonly missing: readonly FieldError[]
}

function CheckBody({ visit, asked, shown, missing }: CheckProps): Content {
  const { model, latest, reference, kind, threat } = asked.assessment
  return (
    <>
      <PageHeading
        caption={`Check the ${kind === 'second' ? 'blind second scoring' : 'assessment'} of ${threat}`}
        title={threatName(asked.threat)}
      />
      {missing.length > 0 ? <Missing reference={reference} missing={missing} /> : null}
      <Panel title="What it comes to" id="working">
        <WorkingView definition={model.definition} working={latest.working} />
      </Panel>
      <Panel
        title="Scores"
        id="scores"
        actions={[{ text: 'Change', hiddenText: 'the scores', href: assessmentHref(reference, '/scores') }]}
      >
        <ScoresView model={model} step={{ ...latest, notes: {} }} />
      </Panel>
      {missing.length > 0 ? (
        <Button text="Change the scores" href={assessmentHref(reference, '/scores')} />
      ) : (
        <SubmitForm visit={visit} asked={asked} shown={shown} />
      )}
    </>
  )
}

function Missing({
  reference,
  missing,
}: {
  readonly reference: string
  readonly missing: readonly FieldError[]
}): Content {
  return (
    <InsetText>
      <p class="govuk-body">Before you can submit it:</p>
      <ul class="govuk-list govuk-list--bullet">
        {missing.map(({ field, text }) => (
          <li>
            <a class="govuk-link" href={`${assessmentHref(reference, '/scores')}#${field}`}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </InsetText>
  )
}

function SubmitForm({ visit, asked, shown }: Omit<CheckProps, 'missing'>): Content {
  const { reference, steps, kind, latest } = asked.assessment
  const { suggestedTier } = latest.working
  return (
    <Form action={assessmentHref(reference, '/check')} csrfToken={visit.csrfToken}>
      <HiddenInput name="step" value={String(steps)} />
      <Radios
        name="tier"
        label="Tier you propose"
        hint={
          suggestedTier === null
            ? 'Nothing is known, so no tier is suggested.'
            : `${suggestedTier} is suggested. What is not known could make it ${possibleTiersWord(latest.working)}.`
        }
        inline
        small
        value={textOf(shown.fields, 'tier')}
        choices={tiers.map(tier => ({ value: tier, text: tier }))}
        error={errorOf(shown.errors, 'tier')}
      />
      <TextArea
        name="departure"
        label="Why another tier than the suggested one"
        hint="Only when you propose another."
        rows={3}
        maxLength={longestReason}
        value={textOf(shown.fields, 'departure')}
        error={errorOf(shown.errors, 'departure')}
      />
      <DraftInput draft={shown.draft} />
      <ButtonGroup>
        <Button text={kind === 'second' ? 'Submit the second scoring' : 'Submit for moderation'} />
        <a class="govuk-link" href={assessmentHref(reference)}>
          Leave it as a draft
        </a>
      </ButtonGroup>
    </Form>
  )
}
