import { type Draft, DraftInput, type DraftFields, saveForLater, textOf } from '#platform/drafts'
import { HandlingQuestion, RecordQuestions } from '#platform/forms'
import { type Answer, page, type Visit } from '#platform/http'
import { listMarking, marking } from '#platform/register-pages'
import {
  Button,
  ButtonGroup,
  type Content,
  Details,
  errorOf,
  type FieldError,
  Form,
  formatDay,
  formatInstant,
  PageHeading,
  SummaryList,
  Text,
  TextArea,
} from '#ui'
import { disruption } from '../disruption.ts'
import { threatLines, type ThreatOffers, ThreatQuestion } from '../recording/threat-question.tsx'
import { resultNames } from '../results.ts'
import type { AskedSide } from './lead-of-side.ts'
import { sideFields } from './side-answers.ts'

export interface SidePageProps {
  readonly visit: Visit
  readonly draft: Draft
  readonly asked: AskedSide
  /** What the question of the threat offers, when the lead's record does not settle it. */
  readonly offers: ThreatOffers | undefined
  /** Supports of the event that the organisation recorded already. */
  readonly recorded: readonly string[]
  /** Handlings that demand a reason before more than the reference is shown. */
  readonly withheld: readonly string[]
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
}

/** An organisation's side of another's event: told what it was named for, it confirms by recording it, or declines. */
export function sidePage(props: SidePageProps): Answer {
  const { visit, asked, offers, errors } = props
  return page({
    title: `Your side of ${asked.side.eventReference}`,
    status: errors.length > 0 ? 400 : 200,
    errors,
    handling: asked.lead === undefined ? listMarking : marking(asked.lead.handling),
    place: '/work',
    body: (
      <>
        <PageHeading caption={`Disruption ${asked.side.eventReference}`} title="Confirm your side" />
        <NamedFor {...props} />
        <RecordedAlready {...props} />
        <ConfirmForm {...props} />
        <DeclineForm visit={visit} asked={asked} errors={errors} reason={textOf(props.fields, 'reason')} />
      </>
    ),
    shown: [
      { register: 'disruptions', references: [asked.side.eventReference, ...props.recorded] },
      {
        register: 'threats',
        references: [asked.threat, ...(offers?.near ?? []), ...(offers?.found ?? [])].flatMap(
          one => one?.reference ?? [],
        ),
      },
    ],
  })
}

function NamedFor({ asked, withheld }: SidePageProps): Content {
  const { side, lead, threat } = asked
  const reference =
    lead === undefined ? side.eventReference : <LinkTo href="/disruptions/" text={side.eventReference} />
  const threatText =
    threat === undefined ? String(lead?.values['threatReference'] ?? '') : threatLines(threat, withheld)
  return (
    <>
      <SummaryList
        rows={[
          { key: 'Recorded as', value: reference },
          { key: 'Led by', value: side.leadOrganisation },
          { key: 'Day', value: formatDay(side.recordDate) },
          ...(lead === undefined
            ? []
            : [
                { key: 'What happened', value: String(lead.values['title'] ?? '') },
                { key: 'Threat', value: threatText },
              ]),
          { key: 'Named', value: `${side.organisation}, ${formatInstant(side.namedAt)}` },
        ]}
      />
      {lead === undefined ? (
        <p class="govuk-body">
          You may not see the lead’s record. Ask <Text value={side.leadOrganisation} /> if you need to.
        </p>
      ) : null}
    </>
  )
}

function LinkTo({ href, text }: { readonly href: string; readonly text: string }): Content {
  return (
    <a class="govuk-link" href={`${href}${encodeURIComponent(text)}`}>
      <Text value={text} />
    </a>
  )
}

function RecordedAlready({ visit, asked, recorded }: SidePageProps): Content {
  if (recorded.length === 0) return null
  return (
    <Form action={`/disruption-sides/${asked.side.id}`} csrfToken={visit.csrfToken}>
      <p class="govuk-body">You have recorded your side already. Confirm with that record:</p>
      <ButtonGroup>
        {recorded.map(reference => (
          <Button text={`Confirm with ${reference}`} kind="secondary" name="existing" value={reference} />
        ))}
      </ButtonGroup>
    </Form>
  )
}

function ConfirmForm({ visit, draft, asked, offers, fields, errors }: SidePageProps): Content {
  const typed = Object.fromEntries(
    [...sideFields, 'recordDate-day', 'recordDate-month', 'recordDate-year', 'handling'].map(name => [
      name,
      textOf(fields, name),
    ]),
  )
  const questions = { record: disruption, typed, errors, choices: {} }
  const hasResults = resultNames.some(name => typed[name] !== '' || errorOf(errors, name) !== undefined)
  return (
    <Form action={`/disruption-sides/${asked.side.id}`} csrfToken={visit.csrfToken}>
      {offers === undefined ? null : (
        <ThreatQuestion offers={offers} search={textOf(fields, 'search')} errors={errors} />
      )}
      <TextArea
        name="happened"
        label="What did you do?"
        hint="In your own words, or as the lead put it. Leave names out."
        rows={3}
        value={textOf(fields, 'happened')}
        error={errorOf(errors, 'happened')}
      />
      <RecordQuestions {...questions} names={['recordDate', 'fourP', 'assessmentCategory']} />
      <Details summary="Results of your own: arrests, cash and others" open={hasResults}>
        <div class="ff-short-questions">
          <RecordQuestions {...questions} names={resultNames} />
        </div>
      </Details>
      <Details
        summary={`Who may see it: ${typed['handling'] === '' ? 'not selected' : String(typed['handling'])}`}
        open={errorOf(errors, 'handling') !== undefined}
      >
        <HandlingQuestion value={typed['handling']} errors={errors} />
      </Details>
      <DraftInput draft={draft} />
      <ButtonGroup>
        <Button text="Confirm and record" />
        <Button {...saveForLater} />
      </ButtonGroup>
    </Form>
  )
}

interface DeclineFormProps {
  readonly visit: Visit
  readonly asked: AskedSide
  readonly reason: string
  readonly errors: readonly FieldError[]
}

function DeclineForm({ visit, asked, reason, errors }: DeclineFormProps): Content {
  const error = errorOf(errors, 'reason')
  return (
    <Details summary="It was not us, or it should not be recorded" open={error !== undefined}>
      <Form action={`/disruption-sides/${asked.side.id}/decline`} csrfToken={visit.csrfToken}>
        <TextArea
          name="reason"
          label="Why do you decline?"
          hint={`People of ${asked.side.leadOrganisation} who may see the disruption read this.`}
          rows={3}
          value={reason}
          error={error}
        />
        <Button text="Decline" kind="secondary" />
      </Form>
    </Details>
  )
}
