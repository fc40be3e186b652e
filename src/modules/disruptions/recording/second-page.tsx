import { type Draft, DraftInput, type DraftFields, saveForLater, textOf } from '#platform/drafts'
import { HandlingQuestion, RecordQuestions } from '#platform/forms'
import { type Answer, page, type Visit } from '#platform/http'
import { listMarking } from '#platform/register-pages'
import {
  Button,
  ButtonGroup,
  type Content,
  Details,
  errorOf,
  type FieldError,
  Form,
  formatDay,
  HiddenInput,
  PageHeading,
  Radios,
  SummaryList,
} from '#ui'
import { disruption } from '../disruption.ts'
import { resultNames } from '../results.ts'
import type { Flag } from '../standards/standard-flags.ts'
import { StandardFlags } from '../standards/standard-flags-list.tsx'
import { CarriedFields } from './carried-fields.tsx'
import type { RecordingOrganisation } from './other-organisations-store.ts'
import { gradeNames, organisationChoices, ownControls, sideNames } from './second-answers.ts'
import type { Suggestion } from './suggest.ts'
import { SupportersQuestion } from './supporters-question.tsx'
import { threatLines } from './threat-question.tsx'
import type { OfferedThreat } from './threat-choices-store.ts'

/** What the first page settled. */
export interface Settled {
  readonly threat: OfferedThreat
  readonly title: string
  readonly recordDate: string
  readonly tactic: string | undefined
}

export interface SecondPageProps {
  readonly visit: Visit
  readonly draft: Draft
  readonly fields: DraftFields
  readonly settled: Settled
  readonly withheld: readonly string[]
  readonly organisations: readonly RecordingOrganisation[]
  readonly suggested: { readonly fourP: Suggestion | undefined; readonly assessmentCategory: Suggestion | undefined }
  /** What each category means today. */
  readonly effects: Readonly<Record<string, string>>
  readonly flags: readonly Flag[]
  readonly errors: readonly FieldError[]
}

/** The second page: the P and the effect, with what the words suggest; results and supporters for those who have some. */
export function secondPage(props: SecondPageProps): Answer {
  const { visit, draft, fields, settled, errors } = props
  return page({
    title: 'Record a disruption: its effect',
    status: errors.length > 0 ? 400 : 200,
    errors,
    handling: listMarking,
    breadcrumbs: [{ text: 'Disruptions', href: '/disruptions' }],
    body: (
      <>
        <PageHeading caption="Record a disruption" title="What it achieved" />
        <SettledList {...props} />
        <StandardFlags flags={props.flags} beforeRecording />
        <Form action="/disruptions/new" csrfToken={visit.csrfToken}>
          <HiddenInput name="step" value="second" />
          <CarriedFields
            fields={fields}
            without={['step', 'go', ...gradeNames, ...resultNames, ...sideNames, ...ownControls]}
          />
          <GradeQuestion {...props} name="fourP" />
          <GradeQuestion {...props} name="assessmentCategory" />
          <MoreQuestions {...props} />
          <DraftInput draft={draft} />
          <ButtonGroup>
            <Button text="Record disruption" />
            <Button text="Back" kind="secondary" name="go" value="back" />
            <Button {...saveForLater} />
          </ButtonGroup>
        </Form>
      </>
    ),
    shown: { register: 'threats', references: [settled.threat.reference] },
    details: { step: 'second' },
  })
}

function SettledList({ settled, withheld }: SecondPageProps): Content {
  const { threat, title, recordDate, tactic } = settled
  return (
    <SummaryList
      rows={[
        { key: 'Threat', value: threatLines(threat, withheld) },
        { key: 'What happened', value: title },
        { key: 'When', value: formatDay(recordDate) },
        ...(tactic === undefined ? [] : [{ key: 'Tactic', value: tactic }]),
      ]}
    />
  )
}

interface GradeQuestionProps extends SecondPageProps {
  readonly name: 'fourP' | 'assessmentCategory'
}

/** Asked with what the words suggest and why; never answered beforehand. */
function GradeQuestion({ name, fields, suggested, effects, errors }: GradeQuestionProps): Content {
  const field = disruption.fields[name]
  const suggestion = suggested[name]
  const hints = name === 'fourP' ? field.optionHints : { ...field.optionHints, ...effects }
  return (
    <Radios
      name={name}
      label={name === 'fourP' ? 'Which of the 4Ps?' : 'How great was its effect, and for how long?'}
      {...(suggestion === undefined
        ? {}
        : { hint: `Suggested: ${suggestion.value}, because of ${suggestion.because}. You decide.` })}
      choices={(field.options ?? []).map(value => ({ value, text: value, hint: hints?.[value] }))}
      value={textOf(fields, name)}
      error={errorOf(errors, name)}
    />
  )
}

function MoreQuestions({ fields, organisations, errors }: SecondPageProps): Content {
  const typed = Object.fromEntries(
    [...resultNames, ...sideNames, ...ownControls].map(name => [name, textOf(fields, name)]),
  )
  const isSaid = (names: readonly string[]) =>
    names.some(name => textOf(fields, name).trim() !== '' || errorOf(errors, name) !== undefined)
  const supports = typed['disruptionType'] === 'Support Disruption'
  const asked = { record: disruption, typed, errors, choices: organisationChoices(organisations) }
  return (
    <>
      <Details summary="Results: arrests, cash and others" open={isSaid(resultNames)}>
        <p class="govuk-hint">
          Arrests and cash left empty count as none. Of the others, what is left empty is not recorded; enter 0 for
          none.
        </p>
        <div class="ff-short-questions">
          <RecordQuestions {...asked} names={resultNames} />
        </div>
      </Details>
      <Details summary="Who supported you" open={isSaid(['supporting', 'otherSupporting'])}>
        <SupportersQuestion fields={fields} organisations={organisations} errors={errors} />
      </Details>
      <Details
        summary="You supported another organisation"
        open={supports || isSaid(['supportedOrganisation', 'eventReference'])}
      >
        <RecordQuestions {...asked} names={sideNames} />
      </Details>
      <Details
        summary={`Who may see it: ${typed['handling'] === '' ? 'not selected' : String(typed['handling'])}`}
        open={errorOf(errors, 'handling') !== undefined}
      >
        <HandlingQuestion value={typed['handling']} errors={errors} />
      </Details>
    </>
  )
}
