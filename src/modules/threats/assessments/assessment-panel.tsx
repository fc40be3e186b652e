import type { Panel, Visit } from '#platform/http'
import type { RecordState } from '#platform/record'
import { Button, ButtonGroup, type Content, Form, formatInstant, HiddenInput, SummaryList, Tag, Text } from '#ui'
import { type Assessment, assessmentHref, isOpen } from './assessment.ts'
import { assessmentsOf, inForce, ownerOf } from './assessment-store.ts'
import { mayAssess, mayScoreBlind } from './may-begin.ts'
import { labelOf, modelTitle } from './model.ts'
import { onDay } from './pages/asked-assessment.ts'
import { TierWord } from './pages/working-view.tsx'
import { lowered } from './read-scores.ts'
import { actsOpenTo } from './standing.ts'
import { rangeWord, stateColours } from './words.ts'

/** On a threat's page: the assessment its tier comes from, what is under way, and what was before. */
export const assessmentPanel: Panel = {
  on: 'threats',
  permission: 'record.read',
  show: async (visit, state) => {
    const all = await assessmentsOf(visit, state.reference)
    const ownerId = visit.asAt.when === 'now' ? await ownerOf(visit.tx, state.reference) : undefined
    const current = inForce(all)
    return {
      heading: 'Assessment',
      body: (
        <>
          <InForce visit={visit} state={state} assessment={current} />
          <Others visit={visit} heading="Under way" assessments={all.filter(isOpen)} />
          <Others
            visit={visit}
            heading="Before, and scored blind"
            assessments={all.filter(one => !isOpen(one) && one.id !== current?.id)}
          />
          <Buttons visit={visit} state={state} all={all} mayBegin={mayAssess(visit, ownerId)} />
        </>
      ),
      shown: { register: 'assessments', references: all.map(({ reference }) => reference) },
    }
  },
}

interface InForceProps {
  readonly visit: Visit
  readonly state: RecordState
  readonly assessment: Assessment | undefined
}

function InForce({ visit, state, assessment }: InForceProps): Content {
  const tier = state.values['tier'] ?? null
  if (assessment === undefined) {
    return (
      <p class="govuk-body">
        {tier === null
          ? 'No tier yet: it was not assessed.'
          : `${tier} is as it was recorded: no assessment of it was moderated here.`}
      </p>
    )
  }
  const { latest, model, reference } = assessment
  return (
    <>
      <SummaryList
        columns
        rows={[
          { key: 'Tier in force', value: <TierWord tier={latest.proposedTier} /> },
          { key: 'Moderated', value: `${formatInstant(latest.at)}, ${latest.person.name}, ${latest.organisation}` },
          { key: 'Assessed by', value: `${assessment.assessor.name}, ${assessment.organisation}` },
          {
            key: 'Points of 100',
            value: `${latest.working.points ?? 'Nothing known'} (range ${rangeWord(latest.working)})`,
          },
          { key: 'Model', value: modelTitle(model) },
          {
            key: 'Not known',
            value: latest.working.gaps.map(key => lowered(labelOf(model.definition, key))).join(', ') || 'No gaps',
          },
          { key: 'Assessment', value: <Link visit={visit} reference={reference} /> },
        ]}
      />
      {tier === latest.proposedTier ? null : (
        <p class="govuk-body">
          The record says {tier ?? 'no tier'} since then: a state was imported after the assessment.
        </p>
      )}
    </>
  )
}

interface OthersProps {
  readonly visit: Visit
  readonly heading: string
  readonly assessments: readonly Assessment[]
}

function Others({ visit, heading, assessments }: OthersProps): Content {
  if (assessments.length === 0) return null
  return (
    <>
      <h3 class="govuk-heading-s">{heading}</h3>
      <ul class="govuk-list">
        {assessments.map(one => (
          <li>
            <Tag text={one.latest.state} colour={stateColours[one.latest.state]} />{' '}
            <Link visit={visit} reference={one.reference} />
            {one.kind === 'second' ? ', scored blind' : ''} by{' '}
            <Text value={`${one.assessor.name}, ${one.organisation}`} />, {formatInstant(one.latest.at)}
          </li>
        ))}
      </ul>
    </>
  )
}

interface ButtonsProps {
  readonly visit: Visit
  readonly state: RecordState
  readonly all: readonly Assessment[]
  readonly mayBegin: boolean
}

function Buttons({ visit, state, all, mayBegin }: ButtonsProps): Content {
  const open = all.filter(isOpen)
  const action = `/threats/${encodeURIComponent(state.reference)}/assess`
  const mine = open.filter(one => actsOpenTo(visit, one).has('save'))
  const toModerate = open.filter(one => actsOpenTo(visit, one).has('moderate'))
  const blind = all.find(
    one =>
      mayScoreBlind(visit, one) &&
      !all.some(other => other.secondTo === one.reference && other.assessorId === visit.actor.personId),
  )
  const begins = mayBegin && state.inError === undefined && !open.some(({ kind }) => kind === 'first')
  if (mine.length === 0 && toModerate.length === 0 && blind === undefined && !begins) return null
  return (
    <ButtonGroup>
      {begins ? (
        <Form action={action} csrfToken={visit.csrfToken}>
          <Button text={inForce(all) === undefined ? 'Assess' : 'Assess again'} small />
        </Form>
      ) : null}
      {mine.map(one => (
        <Button
          text={one.kind === 'second' ? 'Continue scoring blind' : 'Continue assessment'}
          href={assessmentHref(one.reference, '/scores')}
          small
        />
      ))}
      {toModerate.map(one => (
        <Button text="Moderate or return" href={assessmentHref(one.reference, '/moderate')} small />
      ))}
      {blind === undefined ? null : (
        <Form action={action} csrfToken={visit.csrfToken}>
          <HiddenInput name="second" value={blind.reference} />
          <Button text="Score blind" kind="secondary" small />
        </Form>
      )}
    </ButtonGroup>
  )
}

function Link({ visit, reference }: { readonly visit: Visit; readonly reference: string }): Content {
  return (
    <a class="govuk-link" href={onDay(visit, assessmentHref(reference))}>
      {reference}
    </a>
  )
}
