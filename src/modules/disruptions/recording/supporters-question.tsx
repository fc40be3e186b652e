import { type DraftFields, textOf } from '#platform/drafts'
import { Checkboxes, type Content, errorOf, type FieldError, TextArea } from '#ui'
import type { RecordingOrganisation } from './other-organisations-store.ts'

interface SupportersQuestionProps {
  readonly fields: DraftFields
  readonly organisations: readonly RecordingOrganisation[]
  readonly errors: readonly FieldError[]
}

/** Which organisations supported the event: those of the region to tick, others to type. */
export function SupportersQuestion({ fields, organisations, errors }: SupportersQuestionProps): Content {
  const near = organisations.filter(one => one.near && !one.own)
  const isBetween = near.length > 0
  return (
    <>
      <p class="govuk-body">
        Each is asked to confirm its side. It is told the reference, your organisation and the day; the title and the
        threat only if it may see the record.
      </p>
      {isBetween ? (
        <Checkboxes
          name="supporting"
          label="Of your region"
          small
          choices={near.map(({ name }) => ({ value: name, text: name }))}
          values={[fields['supporting'] ?? []].flat()}
          error={errorOf(errors, 'supporting')}
        />
      ) : null}
      <TextArea
        name="otherSupporting"
        label={isBetween ? 'Others' : 'Organisations'}
        optional
        hint="One on each line, by name or code."
        rows={2}
        value={textOf(fields, 'otherSupporting')}
        error={errorOf(errors, 'otherSupporting') ?? (isBetween ? undefined : errorOf(errors, 'supporting'))}
      />
    </>
  )
}
