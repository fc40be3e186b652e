import { type Draft, DraftInput, type DraftFields, DraftsNotice, saveForLater, textOf } from '#platform/drafts'
import { type Answer, page, type Visit } from '#platform/http'
import { listMarking } from '#platform/register-pages'
import {
  Button,
  ButtonGroup,
  type Choice,
  type Content,
  DateInput,
  errorOf,
  type FieldError,
  Form,
  formatDay,
  HiddenInput,
  PageHeading,
  Radios,
  Select,
  TextArea,
  TextInput,
} from '#ui'
import { CarriedFields } from './carried-fields.tsx'
import { firstNames, usualDays } from './first-answers.ts'
import { type ThreatOffers, ThreatQuestion } from './threat-question.tsx'

export interface FirstPageProps {
  readonly visit: Visit
  readonly draft: Draft
  readonly fields: DraftFields
  readonly offers: ThreatOffers
  readonly tactics: readonly Choice[]
  readonly errors: readonly FieldError[]
  /** Begun before and not finished. */
  readonly others: readonly Draft[]
}

/** The first page: which threat, what happened, when. */
export function firstPage(props: FirstPageProps): Answer {
  const { visit, draft, fields, offers, errors } = props
  return page({
    title: 'Record a disruption',
    status: errors.length > 0 ? 400 : 200,
    errors,
    handling: listMarking,
    breadcrumbs: [{ text: 'Disruptions', href: '/disruptions' }],
    body: (
      <>
        <PageHeading title="Record a disruption" />
        <DraftsNotice drafts={props.others} />
        <Form action="/disruptions/new" csrfToken={visit.csrfToken}>
          <HiddenInput name="step" value="first" />
          <CarriedFields fields={fields} without={['step', 'go', ...firstNames]} />
          <ThreatQuestion offers={offers} search={textOf(fields, 'search')} errors={errors} />
          <TextArea
            name="happened"
            label="What happened?"
            hint="For example: safeguarding visit to a tenant whose flat was taken over. Leave names out."
            rows={3}
            value={textOf(fields, 'happened')}
            error={errorOf(errors, 'happened')}
          />
          <WhenQuestion {...props} />
          <TacticQuestion {...props} />
          <DraftInput draft={draft} />
          <ButtonGroup>
            <Button text="Continue" />
            <Button {...saveForLater} />
          </ButtonGroup>
        </Form>
      </>
    ),
    shown: {
      register: 'threats',
      references: [offers.chosen, ...offers.found, ...offers.near].flatMap(one => one?.reference ?? []),
    },
    details: { step: 'first' },
  })
}

/** A draft of yesterday says its day, not "today": what stood under that word then is another day now. */
function WhenQuestion({ visit, fields, errors }: FirstPageProps): Content {
  const { today, yesterday } = usualDays(visit.present)
  const stated = textOf(fields, 'when')
  const isUsual = stated === '' || stated === today || stated === yesterday || stated === 'other'
  const [year, month, day] = isUsual
    ? [textOf(fields, 'on-year'), textOf(fields, 'on-month'), textOf(fields, 'on-day')]
    : stated.split('-')
  const partError = (['day', 'month', 'year'] as const).find(
    part => errorOf(errors, part === 'day' ? 'on' : `on-${part}`) !== undefined,
  )
  const other = (
    <DateInput
      name="on"
      label="Which day?"
      hint="For example, 27 3 2026"
      value={{ day, month, year }}
      error={partError && errorOf(errors, partError === 'day' ? 'on' : `on-${partError}`)}
    />
  )
  return (
    <Radios
      name="when"
      label="When?"
      value={stated === '' ? today : isUsual ? stated : 'other'}
      choices={[
        { value: today, text: 'Today', hint: formatDay(today) },
        { value: yesterday, text: 'Yesterday', hint: formatDay(yesterday) },
        { value: 'other', text: 'Another day', reveals: other },
      ]}
      error={errorOf(errors, 'when')}
    />
  )
}

function TacticQuestion({ fields, tactics, errors }: FirstPageProps): Content {
  return (
    <>
      <Select
        name="tactic"
        label="Tactic"
        optional
        placeholder="None"
        choices={tactics}
        value={textOf(fields, 'tactic')}
        error={errorOf(errors, 'tactic')}
      />
      {textOf(fields, 'tactic-another') === '' && errorOf(errors, 'tactic-another') === undefined ? null : (
        <TextInput
          name="tactic-another"
          label="Another tactic, as it is to be recorded"
          value={textOf(fields, 'tactic-another')}
          error={errorOf(errors, 'tactic-another')}
        />
      )}
    </>
  )
}
