import {
  type Draft,
  DraftInput,
  type DraftFields,
  DraftsNotice,
  finishDraft,
  listDrafts,
  saveForLater,
  textOf,
} from '#platform/drafts'
import { type Answer, page, redirect, type Route, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  type Content,
  type FieldError,
  Form,
  formatInstant,
  HiddenInput,
  InsetText,
  PageHeading,
  Panel,
  Text,
} from '#ui'
import { z } from 'zod'
import { assessmentHref, type Step } from '../assessment.ts'
import { assessmentsOf, inForce, readAssessment, stepsOf, takeStep } from '../assessment-store.ts'
import { modelTitle } from '../model.ts'
import { fieldsOfScores, readScores } from '../read-scores.ts'
import { scoreAssessment } from '../score-assessment.ts'
import { actsOpenTo } from '../standing.ts'
import {
  type AskedAssessment,
  askedAssessment,
  askedByForm,
  assessmentFrame,
  assessmentParams,
  shownOf,
  threatName,
} from './asked-assessment.ts'
import { formDraft, type SentForm, sentForm } from './form-draft.ts'
import { type Beside, ScoreQuestions } from './score-questions.tsx'
import { notTaken } from './step-taken.tsx'
import { WorkingView } from './working-view.tsx'

const common = { path: '/assessments/:reference/scores', area: 'page', permission: 'assessment.record' } as const

const showForm = route({
  ...common,
  method: 'GET',
  event: 'assessment-form.viewed',
  summary: 'Score a threat: every dimension on one page, what was said last time beside it',
  params: assessmentParams,
  handle: async (visit, { params }) => {
    const found = await askedAssessment(visit, params.reference)
    if ('answer' in found) return found.answer
    if (!actsOpenTo(visit, found.asked.assessment).has('save')) return notTaken(visit, found.asked, 'not allowed')
    const { latest, steps } = found.asked.assessment
    const draft = await formDraft(visit, found.asked, 'scores', 'Assessment of')
    const typed = draft.savedAt !== undefined
    return formPage(visit, found.asked, {
      draft,
      fields: typed ? draft.fields : fieldsOfScores(latest.scores),
      expected: typed ? Number(textOf(draft.fields, 'step')) : steps,
      errors: [],
    })
  },
})

const takeForm = route({
  ...common,
  method: 'POST',
  event: 'assessment.saved',
  summary: 'Save the scores of an assessment, and go on to check them',
  params: assessmentParams,
  body: z.unknown(),
  handle: async (visit, { params, body }) => {
    const found = await askedByForm(visit, params.reference)
    if ('answer' in found) return found.answer
    const sent = await sentForm(visit, body)
    if (sent.draft?.doneHref !== undefined) return redirect(sent.draft.doneHref)
    return saveScores(visit, found.asked, sent)
  },
})

export const scoresRoutes: readonly Route[] = [showForm, takeForm]

async function saveScores(visit: Visit, asked: AskedAssessment, sent: SentForm): Promise<Answer> {
  const { model, latest, reference } = asked.assessment
  const { scores, errors } = readScores(model.definition, sent.fields)
  const again = (more: readonly FieldError[]) => shownAgain(visit, asked, sent, more)
  if (errors.length > 0) return again(errors)
  const outcome = await takeStep(visit.tx, {
    reference,
    expected: sent.expected,
    act: 'save',
    content: {
      scores,
      working: scoreAssessment(model.definition, scores),
      proposedTier: latest.proposedTier,
      departure: latest.departure,
    },
  })
  if (outcome === 'changed meanwhile' && actsOpenTo(visit, asked.assessment).has('save')) {
    return again([
      {
        text: `${latest.person.name} saved this assessment on ${formatInstant(latest.at)}. Yours is kept below, theirs is beside it: settle what differs and save again`,
      },
    ])
  }
  if (outcome !== 'done') return notTaken(visit, asked, outcome)
  const part =
    textOf(sent.fields, 'go') === 'check' ? '/check' : textOf(sent.fields, '_save') === 'later' ? '' : '/scores'
  const to = assessmentHref(reference, part)
  if (sent.draft !== undefined) await finishDraft(visit.tx, sent.draft.id, to)
  if (part !== '/check') visit.memory.set('done', 'Assessment saved')
  return redirect(to, { shown: shownOf(asked), details: { act: 'save' } })
}

/** The form again, with all that was typed; from now on it stands on the step that was last. */
async function shownAgain(
  visit: Visit,
  asked: AskedAssessment,
  sent: SentForm,
  errors: readonly FieldError[],
): Promise<Answer> {
  const draft = sent.draft ?? (await formDraft(visit, asked, 'scores', 'Assessment of'))
  return formPage(visit, asked, {
    draft,
    fields: sent.fields,
    expected: asked.assessment.steps,
    errors,
    sawSteps: sent.expected,
  })
}

interface Shown {
  readonly draft: Draft
  readonly fields: DraftFields
  readonly expected: number
  readonly errors: readonly FieldError[]
  /** How far the assessment had come when the form was shown first, if it has come further since. */
  readonly sawSteps?: number
}

async function formPage(visit: Visit, asked: AskedAssessment, shown: Shown): Promise<Answer> {
  const { reference } = asked.assessment
  const { latest, id } = asked.assessment
  const returned =
    latest.state === 'Returned' ? (await stepsOf(visit, id)).find(({ act }) => act === 'return') : undefined
  const drafts = await listDrafts(visit.tx, { kind: 'assessments.scores', subject: reference })
  return page({
    ...assessmentFrame(visit, asked, 'Scores'),
    status: shown.errors.length > 0 ? 400 : 200,
    errors: shown.errors,
    wide: true,
    body: (
      <ScoresForm
        visit={visit}
        asked={asked}
        shown={shown}
        beside={await besideOf(visit, asked, shown)}
        returned={returned}
        notice={<DraftsNotice drafts={drafts.filter(draft => draft.id !== shown.draft.id)} />}
      />
    ),
  })
}

/** What was in force before; and what somebody else saved meanwhile. Whoever scores blind sees neither. */
async function besideOf(visit: Visit, { assessment }: AskedAssessment, shown: Shown): Promise<readonly Beside[]> {
  const now =
    shown.sawSteps === assessment.steps || shown.sawSteps === undefined
      ? undefined
      : await readAssessment(visit, assessment.reference)
  const meanwhile = now && { label: `${now.latest.person.name} meanwhile`, model: now.model, step: now.latest }
  const before = assessment.kind === 'second' ? undefined : inForce(await assessmentsOf(visit, assessment.threat))
  return [
    ...(meanwhile === undefined ? [] : [meanwhile]),
    ...(before === undefined ? [] : [{ label: 'Last time', model: before.model, step: before.latest }]),
  ]
}

interface ScoresFormProps {
  readonly visit: Visit
  readonly asked: AskedAssessment
  readonly shown: Shown
  readonly beside: readonly Beside[]
  readonly notice: Content
  /** The step that returned it, while it is. */
  readonly returned: Step | undefined
}

function ScoresForm({ visit, asked, shown, beside, notice, returned }: ScoresFormProps): Content {
  const { assessment } = asked
  const { latest, model } = assessment
  return (
    <>
      <PageHeading
        caption={`${assessment.kind === 'second' ? 'Blind second scoring' : 'Assessment'} of ${assessment.threat}`}
        title={threatName(asked.threat)}
      />
      {notice}
      {returned === undefined ? null : <ReturnedBecause returned={returned} />}
      <p class="govuk-body">
        By {modelTitle(model)}. Score what is known, and say why. Where something is not known, say so: it is shown as a
        gap.
      </p>
      {assessment.steps > 1 ? (
        <Panel title={`Working, as saved on ${formatInstant(latest.at)}`} id="working">
          <WorkingView definition={model.definition} working={latest.working} />
        </Panel>
      ) : null}
      <Form action={assessmentHref(assessment.reference, '/scores')} csrfToken={visit.csrfToken}>
        <HiddenInput name="step" value={String(shown.expected)} />
        <ScoreQuestions
          model={model}
          fields={shown.fields}
          errors={shown.errors}
          beside={beside}
          notes={returned?.notes ?? {}}
        />
        <DraftInput draft={shown.draft} />
        <ButtonGroup>
          <Button text="Save and check" name="go" value="check" />
          <Button text="Save and show the working" kind="secondary" name="go" value="save" />
          <Button {...saveForLater} />
        </ButtonGroup>
      </Form>
    </>
  )
}

function ReturnedBecause({ returned }: { readonly returned: Step }): Content {
  return (
    <InsetText>
      <p class="govuk-body">
        Returned by {returned.person.name}, {returned.organisation}, on {formatInstant(returned.at)}:
      </p>
      <p class="govuk-body">
        <Text value={returned.reason ?? ''} lines />
      </p>
    </InsetText>
  )
}
