import { type Answer, page, type Visit } from '#platform/http'
import { type Change, type HistoryEntry, historyOf, type RecordDeclaration } from '#platform/record'
import { type Content, formatInstant, PageHeading, SubNavigation, Text, Timeline } from '#ui'
import { lateness } from './lateness.ts'
import { reasonFirst } from './reason-first.tsx'
import { partsOf, recordFrame, recordNotFound, shownRecord, titleOf } from './record-view.ts'
import type { RegisterPages } from './register-pages.ts'
import { showValue } from './show-value.tsx'

/** Every state of a record that was known at the visit's moment, the latest first: when, by whom, and what changed. */
export async function historyPage(pages: RegisterPages, visit: Visit, reference: string): Promise<Answer> {
  const { record } = pages
  const entries = await historyOf(visit.tx, record, reference, { asAt: visit.asAt })
  const latest = entries[0]?.state
  if (latest === undefined) return recordNotFound(record, reference)
  const asking = await reasonFirst(visit, latest.handling)
  if (asking !== undefined) return asking
  const importIds = entries.flatMap(entry => entry.importId ?? [])
  const imports = importIds.length === 0 ? new Map() : await visit.house.provenance(visit.tx, [...new Set(importIds)])
  return page({
    ...recordFrame(record, visit, latest, 'History'),
    body: (
      <>
        <PageHeading caption={`History of ${latest.reference}`} title={titleOf(record, latest)} />
        <SubNavigation label={`Parts of this ${record.noun}`} items={partsOf(record, visit, latest, 'history')} />
        <p class="govuk-body">Each state stands at the moment it was recorded, the latest first.</p>
        <Timeline
          headingLevel={2}
          items={entries.map((entry, index) => ({
            title: entryTitle(entries, index),
            by: <Provenance entry={entry} imports={imports} />,
            at: entry.state.recordedFrom,
            content: <EntryContent record={record} entry={entry} isFirst={index === entries.length - 1} />,
          }))}
        />
      </>
    ),
    shown: shownRecord(record, latest),
    details: { states: entries.length },
  })
}

function entryTitle(entries: readonly HistoryEntry<string>[], index: number): string {
  const [state, before] = [entries[index]?.state, entries[index + 1]?.state]
  if (state?.inError !== undefined) return 'Recorded in error'
  if (index === entries.length - 1) return 'First state that you may see'
  if (before?.inError !== undefined) return 'Recorded again'
  const count = entries[index]?.changes.length ?? 0
  if (count === 0) return 'Recorded again, unchanged'
  return `${count} ${count === 1 ? 'change' : 'changes'}`
}

interface ProvenanceProps {
  readonly entry: HistoryEntry<string>
  /** What imports are called, by id: of those the actor may know of. */
  readonly imports: ReadonlyMap<string, string>
}

/** Who recorded it, and by which import. */
function Provenance({ entry, imports }: ProvenanceProps): Content {
  const { person, importId } = entry
  const who = person === undefined ? 'somebody unknown' : `${person.name} (${person.email})`
  const how = importId === undefined ? '' : `, ${imports.get(importId) ?? `import ${importId.slice(0, 8)}`}`
  return <Text value={who + how} />
}

interface EntryContentProps {
  readonly record: RecordDeclaration
  readonly entry: HistoryEntry<string>
  readonly isFirst: boolean
}

function EntryContent({ record, entry, isFirst }: EntryContentProps): Content {
  const late = lateness(entry.state.recordedFrom, entry.state.enteredAt)
  return (
    <>
      <p class="govuk-body-s">
        Entered here {formatInstant(entry.state.enteredAt)}
        {late === undefined ? '' : `, ${late} after it was recorded`}
      </p>
      {entry.state.inError === undefined ? null : (
        <p class="govuk-body-s">
          Why: <Text value={entry.state.inError} />
        </p>
      )}
      {isFirst || entry.changes.length === 0 ? null : (
        <ul class="govuk-list govuk-list--bullet">
          {entry.changes.map(change => (
            <li>
              <ChangeWords record={record} change={change} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function ChangeWords({ record, change }: { readonly record: RecordDeclaration; readonly change: Change }): Content {
  const field = record.fields[change.field]
  if (field === undefined) return null
  return (
    <>
      {change.label}: <Value value={showValue(field, change.before)} /> <span aria-hidden="true">→</span>{' '}
      <span class="govuk-visually-hidden">became</span> <Value value={showValue(field, change.after)} />
    </>
  )
}

function Value({ value }: { readonly value: string }): Content {
  return value === '' ? <span class="ff-empty">nothing</span> : <Text value={value} />
}
