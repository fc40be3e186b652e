import { type Draft, type DraftFields, DraftInput, saveForLater, textOf } from '#platform/drafts'
import { type ChoicesByField, controlsOf, type ReadTyped, typedOf } from '#platform/forms'
import { type Answer, page, type Visit } from '#platform/http'
import { type Field, type FieldValue, type HistoryEntry, historyOf, type RecordState } from '#platform/record'
import {
  Button,
  ButtonGroup,
  type Content,
  DataTable,
  errorOf,
  type FieldError,
  Form,
  formatInstant,
  HiddenInput,
  InsetText,
  PageHeading,
  Radios,
  shownText,
} from '#ui'
import { recordFrame, shownRecord, titleOf } from './record-view.ts'
import { askedOnChange } from './asked-fields.ts'
import type { RegisterPages } from './register-pages.ts'
import { showValue } from './show-value.tsx'
import { partAddress } from './write-view.ts'

interface Conflict {
  /** The record as someone else made it. */
  readonly state: RecordState
  readonly draft: Draft
  readonly choices: ChoicesByField
  /** What this person typed. */
  readonly mine: ReadTyped
  /** The version that they began from. */
  readonly began: string
  /** Fields between whose two values they did not choose yet. */
  readonly missing: readonly string[]
}

/** A field that one of the two changed, or both. */
interface Difference {
  readonly name: string
  readonly label: string
  readonly before: string
  readonly theirs: string
  readonly mine: string
  /** Both changed it, and not to the same. */
  readonly isDisputed: boolean
  /** This person left it as it was. */
  readonly isUntouched: boolean
  readonly changedBy: HistoryEntry<string> | undefined
}

/**
 * Someone else changed the record meanwhile: field by field what stood when this person began, what the other made it, and what
 * was typed here. Nothing is lost, and nothing is overwritten that was not looked at.
 */
export async function conflictPage(pages: RegisterPages, visit: Visit, conflict: Conflict): Promise<Answer> {
  const { record } = pages
  const { state } = conflict
  const entries = await historyOf(visit.tx, record, state.reference, { asAt: { when: 'now' } })
  const differences = differencesOf(pages, conflict, entries)
  const errors = conflict.missing.map(name => ({
    field: `_choice-${name}`,
    text: `Select which ${record.fields[name]?.label.toLowerCase() ?? name} is to stand`,
  }))
  return page({
    ...recordFrame(record, visit, state, 'Changed meanwhile'),
    status: 409,
    errors,
    shown: shownRecord(record, state),
    event: `${record.noun}.conflict-viewed`,
    body: (
      <>
        <PageHeading
          caption={`${state.reference}, ${titleOf(record, state)}`}
          title="Someone else changed it meanwhile"
        />
        <InsetText>
          <p class="govuk-body">{whoWasFirst(entries, conflict)}</p>
          <p class="govuk-body">Nothing of yours is lost. Look at the differences, then record what is to stand.</p>
        </InsetText>
        <Differences differences={differences} />
        {state.inError === undefined ? (
          <Choose pages={pages} visit={visit} conflict={conflict} differences={differences} errors={errors} />
        ) : (
          <ClosedMeanwhile pages={pages} reason={state.inError} reference={state.reference} />
        )}
      </>
    ),
  })
}

/** Whether a form that was sent comes from this page. */
export function isResolved(sent: DraftFields): boolean {
  return textOf(sent, '_began') !== ''
}

/**
 * The form as it is after the choices: the other's value where that was chosen, and in the fields that this person left as they
 * were; and the disputed fields without a choice.
 */
export function resolvedFields(
  pages: RegisterPages,
  state: RecordState,
  sent: DraftFields,
  choices: ChoicesByField,
): { readonly fields: DraftFields; readonly missing: readonly string[] } {
  const { record } = pages
  const theirs = typedOf(record, askedOnChange(pages), state.values, choices)
  const named = (list: string) =>
    textOf(sent, list)
      .split(' ')
      .filter(name => record.fields[name] !== undefined)
  const disputed = textOf(sent, '_keep') === 'mine' ? [] : named('_disputed')
  const chosen = (name: string) => textOf(sent, `_choice-${name}`)
  const taken = [...named('_untouched'), ...disputed.filter(name => chosen(name) === 'theirs')].flatMap(name => {
    const controls = controlsOf(name, record.fields[name] ?? { kind: 'text' })
    return controls.map(control => [control, theirs[control] ?? ''] as const)
  })
  return {
    fields: { ...sent, ...Object.fromEntries(taken) },
    missing: disputed.filter(name => !['mine', 'theirs'].includes(chosen(name))),
  }
}

function differencesOf(
  pages: RegisterPages,
  conflict: Conflict,
  entries: readonly HistoryEntry<string>[],
): readonly Difference[] {
  const place = entries.findIndex(entry => entry.state.version === conflict.began)
  // Of what can't be seen any more nothing is known: then every field is as if it had been changed on both sides.
  const before = entries[place]?.state
  const later = place === -1 ? entries : entries.slice(0, place)
  return askedOnChange(pages).flatMap(name => {
    const field = pages.record.fields[name]
    const difference = field && differenceIn(name, field, conflict, before)
    if (difference === undefined) return []
    const changedBy = later.find(entry => entry.changes.some(change => change.field === name))
    return [{ ...difference, changedBy }]
  })
}

/** How the two sides differ in one field, or that neither changed it. */
function differenceIn(
  name: string,
  field: Field,
  { state, mine }: Conflict,
  before: RecordState | undefined,
): Omit<Difference, 'changedBy'> | undefined {
  const valueIn = (values: Readonly<Record<string, FieldValue>> | undefined): FieldValue => values?.[name] ?? null
  const [then, now, here] = [valueIn((before ?? state).values), valueIn(state.values), valueIn(mine.values)]
  const isRead = name in mine.values
  if (isRead && now === then && here === then) return undefined
  const isUntouched = before !== undefined && isRead && here === then
  return {
    name,
    label: field.label,
    before: showValue(field, then),
    theirs: showValue(field, now),
    mine: isRead ? showValue(field, here) : (mine.typed[name] ?? ''),
    isUntouched,
    isDisputed: now !== here && !isUntouched && (before === undefined || now !== then),
  }
}

function Differences({ differences }: { readonly differences: readonly Difference[] }): Content {
  return (
    <DataTable
      caption="What differs"
      columns={[
        { key: 'field', label: 'Field' },
        { key: 'before', label: 'When you began' },
        { key: 'theirs', label: 'As it is now' },
        { key: 'mine', label: 'What you typed' },
      ]}
      rows={differences.map(({ label, before, theirs, mine, changedBy }) => ({
        field: label,
        before: before || 'Nothing',
        theirs: (theirs || 'Nothing') + (changedBy === undefined ? '' : ` (${byWhom(changedBy)})`),
        mine: mine || 'Nothing',
      }))}
      emptyText="Nothing that you typed differs from what stands now."
    />
  )
}

interface ChooseProps {
  readonly pages: RegisterPages
  readonly visit: Visit
  readonly conflict: Conflict
  readonly differences: readonly Difference[]
  readonly errors: readonly FieldError[]
}

function Choose({ pages, visit, conflict, differences, errors }: ChooseProps): Content {
  const { state, draft, began } = conflict
  const disputed = differences.filter(one => one.isDisputed)
  const address = partAddress(pages, state.reference)
  return (
    <Form action={`${address}/change`} csrfToken={visit.csrfToken}>
      {Object.entries(conflict.mine.typed).map(([name, value]) => (
        <HiddenInput name={name} value={value} />
      ))}
      <HiddenInput name="_version" value={state.version} />
      <HiddenInput name="_began" value={began} />
      <HiddenInput name="_disputed" value={namesOf(disputed)} />
      <HiddenInput name="_untouched" value={namesOf(differences.filter(one => one.isUntouched))} />
      {disputed.map(one => (
        <Radios
          name={`_choice-${one.name}`}
          label={`${one.label}: which is to stand?`}
          error={errorOf(errors, `_choice-${one.name}`)}
          choices={[
            { value: 'mine', text: shownText(one.mine || 'Nothing'), hint: 'What you typed' },
            { value: 'theirs', text: shownText(one.theirs || 'Nothing'), hint: theirHint(one) },
          ]}
        />
      ))}
      <DraftInput draft={draft} />
      <ButtonGroup>
        <Button text="Record the change" />
        {disputed.length > 0 ? (
          <Button text="Keep all that I typed" kind="secondary" name="_keep" value="mine" />
        ) : null}
        <Button {...saveForLater} />
        <a class="govuk-link" href={address}>
          Leave it as it is now
        </a>
      </ButtonGroup>
    </Form>
  )
}

function namesOf(differences: readonly Difference[]): string {
  return differences.map(one => one.name).join(' ')
}

function ClosedMeanwhile(props: {
  readonly pages: RegisterPages
  readonly reason: string
  readonly reference: string
}): Content {
  return (
    <p class="govuk-body">
      It was recorded in error meanwhile: “{shownText(props.reason)}”. What you typed is kept as a draft;{' '}
      <a class="govuk-link" href={partAddress(props.pages, props.reference, '/in-error')}>
        record it again first
      </a>
      , if that was a mistake.
    </p>
  )
}

function whoWasFirst(entries: readonly HistoryEntry<string>[], { began }: Conflict): string {
  const latest = entries[0]
  const place = entries.findIndex(entry => entry.state.version === began)
  const times = place > 1 ? `, the last of ${place} changes` : ''
  return latest === undefined
    ? 'Someone else changed it while you were typing.'
    : `${latest.person?.name ?? 'Someone else'} changed it while you were typing: ${formatInstant(latest.state.recordedFrom)}${times}.`
}

function theirHint({ changedBy }: Difference): string {
  return changedBy === undefined ? 'As it is now' : `As it is now: ${byWhom(changedBy)}`
}

function byWhom(entry: HistoryEntry<string>): string {
  return `${entry.person?.name ?? 'somebody unknown'}, ${formatInstant(entry.state.recordedFrom)}`
}
