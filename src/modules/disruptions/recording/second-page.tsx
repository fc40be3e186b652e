import { type Draft, DraftInput, type DraftFields, saveForLater, textOf } from '#platform/drafts'
import { HandlingQuestion, RecordQuestions } from '#platform/forms'
import { type Answer, page, type Visit } from '#platform/http'
import { listMarking } from '#platform/register-pages'
import {
  Button,
  ButtonGroup,
  type Choice,
  type Content,
  Details,
  errorOf,
  type FieldError,
  Form,
  formatDay,
  HiddenInput,
  PageHeading,
  Radios,
  Select,
  SummaryList,
} from '#ui'
import { disruption } from '../disruption.ts'
import { resultNames } from '../results.ts'
import type { Flag } from '../standards/standard-flags.ts'
import { StandardFlags } from '../standards/standard-flags-list.tsx'
import { noneHref } from '../unrecorded/action-panel.tsx'
import { CarriedFields } from './carried-fields.tsx'
import type { RecordingOrganisation } from './other-organisations-store.ts'
import { gradeNames, organisationChoices, ownControls, sideNames } from './second-answers.ts'
import { type Suggestion, suggestionWords } from './suggest.ts'
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
  /** The actions and aims of the plans against the threat. */
  readonly planParts: readonly Choice[]
  /** The finished action that it is recorded from. */
  readonly fromAction: string | undefined
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
          {isFilledIn(props) ? (
            <Details summary="Change what is filled in">
              <Questions {...props} />
            </Details>
          ) : (
            <Questions {...props} />
          )}
          <DraftInput draft={draft} />
          <ButtonGroup>
            <Button text="Record disruption" />
            <Button text="Back" kind="secondary" name="go" value="back" />
            <Button {...saveForLater} />
            <NoneLink {...props} />
          </ButtonGroup>
        </Form>
      </>
    ),
    shown: { register: 'threats', references: [settled.threat.reference] },
    details: { step: 'second' },
  })
}

/** What came from an action is all answered: it is shown to be confirmed, and the questions only to change it. */
function isFilledIn({ fromAction, fields, errors }: SecondPageProps): boolean {
  return fromAction !== undefined && errors.length === 0 && gradeNames.every(name => textOf(fields, name) !== '')
}

function Questions(props: SecondPageProps): Content {
  return (
    <>
      <GradeQuestion {...props} name="fourP" />
      <GradeQuestion {...props} name="assessmentCategory" />
      <PlanQuestion {...props} />
      <MoreQuestions {...props} />
    </>
  )
}

/** The answers that an action gave, with why. */
function filledRows({ fields, suggested }: SecondPageProps) {
  const answered = (name: (typeof gradeNames)[number]) => {
    const [value, suggestion] = [textOf(fields, name), suggested[name]]
    return suggestion?.value === value ? `${value}, because ${suggestion.because}` : value
  }
  const results = resultNames.flatMap(name => {
    const said = textOf(fields, name).trim()
    return said === '' ? [] : [`${disruption.fields[name].label}: ${said}`]
  })
  return [
    { key: 'Which of the 4Ps', value: answered('fourP') },
    { key: 'Effect', value: answered('assessmentCategory') },
    ...(results.length === 0 ? [] : [{ key: 'Results', value: results.join('\n') }]),
    { key: 'Who may see it', value: textOf(fields, 'handling') },
  ]
}

function SettledList(props: SecondPageProps): Content {
  const { settled, withheld } = props
  const { threat, title, recordDate, tactic } = settled
  return (
    <SummaryList
      rows={[
        { key: 'Threat', value: threatLines(threat, withheld) },
        { key: 'What happened', value: title },
        { key: 'When', value: formatDay(recordDate) },
        ...(tactic === undefined ? [] : [{ key: 'Tactic', value: tactic }]),
        ...(isFilledIn(props) ? filledRows(props) : []),
      ]}
    />
  )
}

interface GradeQuestionProps extends SecondPageProps {
  readonly name: 'fourP' | 'assessmentCategory'
}

/** Asked with what the words suggest and why; answered beforehand only where an action of a plan is the beginning. */
function GradeQuestion({ name, fields, suggested, effects, errors }: GradeQuestionProps): Content {
  const field = disruption.fields[name]
  const suggestion = suggested[name]
  const hints = name === 'fourP' ? field.optionHints : { ...field.optionHints, ...effects }
  return (
    <Radios
      name={name}
      label={name === 'fourP' ? 'Which of the 4Ps?' : 'How great was its effect, and for how long?'}
      {...(suggestion === undefined ? {} : { hint: suggestionWords(suggestion) })}
      choices={(field.options ?? []).map(value => ({ value, text: value, hint: hints?.[value] }))}
      value={textOf(fields, name)}
      error={errorOf(errors, name)}
    />
  )
}

/** What came from an action that is offered may have been none. */
function NoneLink({ fromAction }: SecondPageProps): Content {
  if (fromAction === undefined) return null
  return (
    <a class="govuk-link" href={noneHref(fromAction)}>
      It was none
    </a>
  )
}

/** Which action or aim of the threat's plan it came from: asked where there is a plan that may be seen. */
function PlanQuestion({ fields, planParts, errors }: SecondPageProps): Content {
  const error = errorOf(errors, 'planPart')
  if (planParts.length === 0 && error === undefined) return null
  return (
    <Select
      name="planPart"
      label="Which action or aim of the plan did it come from?"
      optional
      placeholder="None of them"
      choices={planParts}
      value={textOf(fields, 'planPart')}
      error={error}
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
