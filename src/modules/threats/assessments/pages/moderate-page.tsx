import { type Draft, type DraftFields, DraftInput, finishDraft, textOf } from '#platform/drafts'
import { type Answer, page, redirect, type Route, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  type Content,
  Details,
  errorOf,
  type FieldError,
  Form,
  HiddenInput,
  PageHeading,
  Panel,
  Radios,
  SummaryList,
  TextArea,
} from '#ui'
import { z } from 'zod'
import { assessmentHref } from '../assessment.ts'
import type { Taking } from '../assessment-store.ts'
import { dimensionsOf, type ModelDefinition } from '../model.ts'
import { longestReason, lowered, readText } from '../read-scores.ts'
import { actsOpenTo } from '../standing.ts'
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
import { TierWord, WorkingView } from './working-view.tsx'

const common = { path: '/assessments/:reference/moderate', area: 'page', permission: 'assessment.moderate' } as const

const showForm = route({
  ...common,
  method: 'GET',
  event: 'moderation-form.viewed',
  summary: 'Moderate an assessment of another organisation, or return it with reasons',
  params: assessmentParams,
  handle: async (visit, { params }) => {
    const found = await askedAssessment(visit, params.reference)
    if ('answer' in found) return found.answer
    if (!actsOpenTo(visit, found.asked.assessment).has('moderate')) return notTaken(visit, found.asked, 'not allowed')
    const draft = await formDraft(visit, found.asked, 'moderate', 'Moderation of')
    return formPage(visit, found.asked, { draft, fields: draft.fields, errors: [] })
  },
})

const takeForm = route({
  ...common,
  method: 'POST',
  event: 'assessment.judged',
  summary: 'Moderate an assessment, which gives its threat the tier; or return it with reasons',
  params: assessmentParams,
  body: z.unknown(),
  handle: async (visit, { params, body }) => {
    const found = await askedByForm(visit, params.reference)
    if ('answer' in found) return found.answer
    const sent = await sentForm(visit, body)
    if (sent.draft?.doneHref !== undefined) return redirect(sent.draft.doneHref)
    const { model, reference, latest } = found.asked.assessment
    const read = readJudgement(model.definition, sent.fields)
    if ('errors' in read) {
      if (!actsOpenTo(visit, found.asked.assessment).has('return')) return notTaken(visit, found.asked, 'not allowed')
      const draft = sent.draft ?? (await formDraft(visit, found.asked, 'moderate', 'Moderation of'))
      return formPage(visit, found.asked, { draft, fields: sent.fields, errors: read.errors })
    }
    const to = assessmentHref(reference)
    const done =
      read.act === 'moderate' ? `Moderated: the threat is ${latest.proposedTier}` : 'Returned to its assessor'
    const answer = await stepTaken(visit, found.asked, { expected: sent.expected, ...read }, { to, done })
    if (answer.kind === 'redirect' && sent.draft !== undefined) await finishDraft(visit.tx, sent.draft.id, to)
    return answer
  },
})

export const moderateRoutes: readonly Route[] = [showForm, takeForm]

type Judgement = Required<Pick<Taking, 'act' | 'reason' | 'notes'>>

const noteField = (key: string) => `note-${key}`

/** What the moderator decided. To return it takes a reason; single dimensions may have notes either way. */
function readJudgement(
  definition: ModelDefinition,
  fields: DraftFields,
): Judgement | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = []
  const act = (['moderate', 'return'] as const).find(one => one === textOf(fields, 'decision'))
  if (act === undefined) errors.push({ field: 'decision', text: 'Select whether you moderate or return it' })
  const text = (field: string, label: string): string => {
    const read = readText(textOf(fields, field))
    if ('text' in read) return read.text
    errors.push({ field, text: `${label}: ${read.problem}` })
    return ''
  }
  const reason = text('reason', 'Reasons')
  if (act === 'return' && reason === '' && errors.length === 0) {
    errors.push({ field: 'reason', text: 'Enter what has to be put right' })
  }
  const notes = Object.fromEntries(
    dimensionsOf(definition)
      .map(({ key, label }) => [key, text(noteField(key), `Note on ${lowered(label)}`)])
      .filter(([, note]) => note !== ''),
  ) as Record<string, string>
  if (errors.length > 0 || act === undefined) return { errors }
  return { act, reason: reason === '' ? undefined : reason, notes }
}

interface Shown {
  readonly draft: Draft
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
}

function formPage(visit: Visit, asked: AskedAssessment, shown: Shown): Answer {
  return page({
    ...assessmentFrame(visit, asked, 'Moderate'),
    status: shown.errors.length > 0 ? 400 : 200,
    errors: shown.errors,
    wide: true,
    body: <ModerateBody visit={visit} asked={asked} shown={shown} />,
  })
}

interface ModerateProps {
  readonly visit: Visit
  readonly asked: AskedAssessment
  readonly shown: Shown
}

function ModerateBody({ visit, asked, shown }: ModerateProps): Content {
  const { model, latest, assessor, organisation } = asked.assessment
  return (
    <>
      <PageHeading caption={`Moderate the assessment of ${asked.assessment.threat}`} title={threatName(asked.threat)} />
      <SummaryList
        rows={[
          { key: 'Assessed by', value: `${assessor.name}, ${organisation}` },
          { key: 'Tier proposed', value: <TierWord tier={latest.proposedTier} /> },
          ...(latest.departure === undefined
            ? []
            : [{ key: `Why not ${latest.working.suggestedTier ?? 'another'}`, value: latest.departure }]),
          { key: 'Tier in force', value: String(asked.threat.values['tier'] ?? 'None yet') },
        ]}
      />
      <Panel title="What it comes to" id="working">
        <WorkingView definition={model.definition} working={latest.working} />
      </Panel>
      <Panel title="Scores" id="scores">
        <ScoresView model={model} step={{ ...latest, notes: {} }} />
      </Panel>
      <JudgementForm visit={visit} asked={asked} shown={shown} />
    </>
  )
}

function JudgementForm({ visit, asked, shown }: ModerateProps): Content {
  const { model, latest, reference, steps } = asked.assessment
  const { fields, errors } = shown
  return (
    <Form action={assessmentHref(reference, '/moderate')} csrfToken={visit.csrfToken}>
      <HiddenInput name="step" value={String(steps)} />
      <Radios
        name="decision"
        label="Your decision"
        value={textOf(fields, 'decision')}
        choices={[
          {
            value: 'moderate',
            text: 'Moderate it',
            hint: `The threat is ${latest.proposedTier} from now on, and the assessment never changes again.`,
          },
          {
            value: 'return',
            text: 'Return it',
            hint: 'Its assessor reads your reasons, changes it and submits it again.',
          },
        ]}
        error={errorOf(errors, 'decision')}
      />
      <TextArea
        name="reason"
        label="Reasons"
        hint="What has to be put right, if you return it. You may say why you agree, if you moderate it."
        rows={4}
        maxLength={longestReason}
        value={textOf(fields, 'reason')}
        error={errorOf(errors, 'reason')}
      />
      <NoteQuestions definition={model.definition} fields={fields} errors={errors} />
      <DraftInput draft={shown.draft} />
      <ButtonGroup>
        <Button text="Confirm" />
        <a class="govuk-link" href={assessmentHref(reference)}>
          Cancel
        </a>
      </ButtonGroup>
    </Form>
  )
}

interface NotesProps extends Pick<Shown, 'fields' | 'errors'> {
  readonly definition: ModelDefinition
}

function NoteQuestions({ definition, fields, errors }: NotesProps): Content {
  const dimensions = dimensionsOf(definition)
  return (
    <Details
      summary="Notes on single dimensions"
      open={dimensions.some(({ key }) => textOf(fields, noteField(key)) !== '')}
    >
      {dimensions.map(({ key, label }) => (
        <TextArea
          name={noteField(key)}
          label={`Note on ${lowered(label)}`}
          optional
          rows={2}
          value={textOf(fields, noteField(key))}
          error={errorOf(errors, noteField(key))}
        />
      ))}
    </Details>
  )
}
