import { page, type Route, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  type Content,
  formatInstant,
  Form,
  HiddenInput,
  InsetText,
  PageHeading,
  Panel,
  SummaryList,
  type SummaryRow,
  Tag,
  Text,
  Timeline,
} from '#ui'
import { type Assessment, assessmentHref, type Step } from '../assessment.ts'
import { assessmentsOf, stepsOf } from '../assessment-store.ts'
import { labelOf, modelTitle } from '../model.ts'
import { listModels } from '../model-store.ts'
import { mayScoreBlind } from '../may-begin.ts'
import { actsOpenTo } from '../standing.ts'
import { actWords, stateColours } from '../words.ts'
import {
  type AskedAssessment,
  askedAssessment,
  assessmentFrame,
  assessmentParams,
  onDay,
  threatName,
} from './asked-assessment.ts'
import { ScoresView } from './scores-view.tsx'
import { TierWord, WorkingView } from './working-view.tsx'

/** One assessment as it stood at the visit's moment, in the words of its own model. */
export const assessmentPage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/assessments/:reference',
  area: 'page',
  permission: 'record.read',
  event: 'assessment.viewed',
  summary: 'One assessment with its working and its steps, as at any day',
  params: assessmentParams,
  handle: async (visit, { params }) => {
    const found = await askedAssessment(visit, params.reference)
    if ('answer' in found) return found.answer
    const { asked } = found
    const steps = await stepsOf(visit, asked.assessment.id)
    const others = (await assessmentsOf(visit, asked.assessment.threat)).filter(({ id }) => id !== asked.assessment.id)
    const models = (await listModels(visit)).filter(({ version }) => version !== asked.assessment.model.version)
    return page({
      ...assessmentFrame(visit, asked, 'Assessment'),
      wide: true,
      body: <AssessmentBody {...{ visit, asked, steps, others }} otherModels={models.map(({ version }) => version)} />,
    })
  },
})

interface BodyProps {
  readonly visit: Visit
  readonly asked: AskedAssessment
  readonly steps: readonly Step[]
  readonly others: readonly Assessment[]
  readonly otherModels: readonly number[]
}

function AssessmentBody({ visit, asked, steps, others, otherModels }: BodyProps): Content {
  const { assessment } = asked
  const { latest, model } = assessment
  const returned = latest.state === 'Returned' ? steps.find(({ act }) => act === 'return') : undefined
  return (
    <>
      <PageHeading
        caption={`Assessment ${assessment.reference}`}
        title={threatName(asked.threat)}
        markers={
          <>
            <Tag text={latest.state} colour={stateColours[latest.state]} />
            {assessment.kind === 'second' ? <Tag text="Blind second scoring" colour="purple" /> : null}
          </>
        }
        actions={<Actions visit={visit} assessment={assessment} />}
      />
      {returned === undefined ? null : <Returned step={returned} />}
      <Panel title="About this assessment" id="about">
        <SummaryList columns rows={summaryRows(visit, assessment)} />
        <OtherViews {...{ visit, assessment, others, otherModels }} />
      </Panel>
      <Panel title="What it comes to" id="working">
        <WorkingView definition={model.definition} working={latest.working} />
      </Panel>
      <Panel title="Scores" id="scores">
        <ScoresView model={model} step={returned === undefined ? latest : { ...latest, notes: returned.notes }} />
      </Panel>
      <Panel title="Steps" id="steps">
        <Steps assessment={assessment} steps={steps} />
      </Panel>
    </>
  )
}

function summaryRows(visit: Visit, { threat, model, latest, ...assessment }: Assessment): readonly SummaryRow[] {
  return [
    { key: 'Threat', value: <Anchor href={onDay(visit, `/threats/${encodeURIComponent(threat)}`)} text={threat} /> },
    {
      key: 'Model',
      value: <Anchor href={onDay(visit, `/assessments/models/${model.version}`)} text={modelTitle(model)} />,
    },
    { key: 'Assessor', value: `${assessment.assessor.name} (${assessment.assessor.email})` },
    { key: 'Organisation', value: assessment.organisation },
    {
      key: latest.state === 'Moderated' ? 'Tier' : 'Proposed tier',
      value: <TierWord tier={latest.proposedTier} />,
    },
    ...(latest.departure === undefined
      ? []
      : [{ key: `Why not ${latest.working.suggestedTier ?? 'another tier'}`, value: latest.departure }]),
    { key: actWords[latest.act], value: `${formatInstant(latest.at)}, ${latest.person.name}, ${latest.organisation}` },
  ]
}

/** Its threat's other assessments beside it, and the same scores by another version of the model. */
function OtherViews({
  visit,
  assessment,
  others,
  otherModels,
}: Omit<BodyProps, 'asked' | 'steps'> & AssessmentProps): Content {
  const { reference, secondTo } = assessment
  const compare = others.map(other => ({
    href: assessmentHref(reference, `/compare?with=${encodeURIComponent(other.reference)}`),
    text: `Compare with ${other.reference === secondTo ? 'the first scoring' : other.secondTo === reference ? 'a blind second scoring' : 'another'}: ${other.reference}`,
  }))
  const under = otherModels.map(version => ({
    href: assessmentHref(reference, `/under/${version}`),
    text: `Work the same scores by version ${version} of the model`,
  }))
  return (
    <ul class="govuk-list">
      {[...compare, ...under, { href: '/assessments/agreement', text: 'Agreement between assessors' }].map(
        ({ href, text }) => (
          <li>
            <Anchor href={onDay(visit, href)} text={text} />
          </li>
        ),
      )}
    </ul>
  )
}

interface AssessmentProps {
  readonly visit: Visit
  readonly assessment: Assessment
}

function Actions({ visit, assessment }: AssessmentProps): Content {
  const acts = actsOpenTo(visit, assessment)
  const { reference, threat } = assessment
  return (
    <ButtonGroup>
      {acts.has('save') ? <Button text="Continue" href={assessmentHref(reference, '/scores')} small /> : null}
      {acts.has('submit') ? (
        <Button text="Check and submit" kind="secondary" href={assessmentHref(reference, '/check')} small />
      ) : null}
      {acts.has('moderate') ? (
        <Button text="Moderate or return" href={assessmentHref(reference, '/moderate')} small />
      ) : null}
      {acts.has('take back') ? (
        <Form action={assessmentHref(reference, '/take-back')} csrfToken={visit.csrfToken}>
          <HiddenInput name="step" value={String(assessment.steps)} />
          <Button text="Take back" kind="secondary" small />
        </Form>
      ) : null}
      {mayScoreBlind(visit, assessment) ? (
        <Form action={`/threats/${encodeURIComponent(threat)}/assess`} csrfToken={visit.csrfToken}>
          <HiddenInput name="second" value={reference} />
          <Button text="Score blind" kind="secondary" small />
        </Form>
      ) : null}
      {acts.has('withdraw') ? (
        <a class="govuk-link" href={assessmentHref(reference, '/withdraw')}>
          Withdraw
        </a>
      ) : null}
    </ButtonGroup>
  )
}

function Returned({ step }: { readonly step: Step }): Content {
  return (
    <InsetText>
      <p class="govuk-body">
        Returned by {step.person.name}, {step.organisation}, on {formatInstant(step.at)}:
      </p>
      <p class="govuk-body">
        <Text value={step.reason ?? ''} lines />
      </p>
    </InsetText>
  )
}

/** What happened, the latest first; saving in between is no news to anyone. */
function Steps({ assessment, steps }: { readonly assessment: Assessment; readonly steps: readonly Step[] }): Content {
  return (
    <Timeline
      items={steps
        .filter((step, index) => step.act !== 'save' || index === 0 || step.number === 1)
        .map(step => ({
          title: step.act === 'save' && step.number === 1 ? 'Begun' : actWords[step.act],
          by: <Text value={`${step.person.name}, ${step.organisation}`} />,
          at: step.at,
          content: <StepContent assessment={assessment} step={step} />,
        }))}
    />
  )
}

function StepContent({ assessment, step }: { readonly assessment: Assessment; readonly step: Step }): Content {
  const notes = Object.entries(step.notes)
  return (
    <>
      {step.act === 'submit' || step.act === 'moderate' ? <p class="govuk-body-s">{step.proposedTier}</p> : null}
      {step.reason === undefined ? null : (
        <p class="govuk-body-s">
          <Text value={step.reason} lines />
        </p>
      )}
      {notes.length === 0 ? null : (
        <ul class="govuk-list govuk-list--bullet">
          {notes.map(([key, note]) => (
            <li>
              {labelOf(assessment.model.definition, key)}: <Text value={note} lines />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Anchor({ href, text }: { readonly href: string; readonly text: string }): Content {
  return (
    <a class="govuk-link" href={href}>
      <Text value={text} />
    </a>
  )
}
