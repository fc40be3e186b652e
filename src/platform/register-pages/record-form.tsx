import { type Draft, DraftInput, saveForLater } from '#platform/drafts'
import { type ChoicesByField, HandlingQuestion, RecordQuestions, type Typed } from '#platform/forms'
import type { Visit } from '#platform/http'
import { Button, ButtonGroup, Columns, type Content, type FieldError, Form, HiddenInput } from '#ui'
import type { RegisterPages } from './register-pages.ts'

export interface RecordFormProps {
  readonly pages: RegisterPages
  readonly visit: Visit
  readonly draft: Draft
  readonly typed: Typed
  readonly choices: ChoicesByField
  readonly errors: readonly FieldError[]
  readonly action: string
  /** Words of the button. */
  readonly submit: string
  readonly cancelHref: string
  /** Of a change: the record, and the version that it began from. */
  readonly changes?: { readonly reference: string; readonly version: string }
  /** References that were pointed out as the same or nearly, and seen. */
  readonly seen?: readonly string[]
  /** The fields that are asked for. */
  readonly names: readonly string[]
  /** What stands beside the questions. */
  readonly besideForm?: Content
}

/** The form of a new record or of a change: every question on one page, for people who do this all day. */
export function RecordForm(props: RecordFormProps): Content {
  const { pages, visit, draft, typed, choices, errors, changes, seen = [] } = props
  const { names } = props
  const beside = (pages.writes?.beside ?? []).filter(name => names.includes(name))
  const questions = { record: pages.record, typed, errors, choices, after: lookAlikesAfter(props) }
  return (
    <Form action={props.action} csrfToken={visit.csrfToken}>
      <Columns
        main={
          <>
            <RecordQuestions {...questions} names={names.filter(name => !beside.includes(name))} />
            {changes === undefined && pages.record.within === undefined ? (
              <HandlingQuestion value={typed['handling']} errors={errors} small />
            ) : null}
          </>
        }
        aside={
          <div class="ff-beside-form">
            <RecordQuestions {...questions} names={beside} small />
            {props.besideForm}
          </div>
        }
      />
      {changes === undefined ? <HiddenInput name="_titled" value={pages.record.titleField} /> : null}
      {changes === undefined ? null : <HiddenInput name="_version" value={changes.version} />}
      {seen.length === 0 ? null : <HiddenInput name="_seen" value={seen.join(' ')} />}
      <DraftInput draft={draft} />
      <ButtonGroup>
        <Button text={props.submit} />
        <Button {...saveForLater} />
        <a class="govuk-link" href={props.cancelHref}>
          Cancel
        </a>
      </ButtonGroup>
    </Form>
  )
}

/** Where scripts tell, while somebody types, of records that are called the same. */
function lookAlikesAfter({ pages, changes }: RecordFormProps): Readonly<Record<string, Content>> {
  const { lookAlikes, record } = pages
  if (lookAlikes === undefined) return {}
  return {
    [lookAlikes.field]: (
      <div
        class="ff-look-alikes"
        role="status"
        data-look-alikes={`/${record.register}/new/look-alikes`}
        data-of={lookAlikes.field}
        data-except={changes?.reference}
      ></div>
    ),
  }
}
