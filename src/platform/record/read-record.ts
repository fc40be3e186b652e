import { sql } from 'kysely'
import type { Transaction } from '#platform/database'
import { fieldsOf, type FieldValue, type RecordDeclaration, type RecordState } from './declaration.ts'
import { knownState, type Knowledge } from './known.ts'
import { stateColumns, stateSource, type StateRow, stateTable, toState } from './state-query.ts'

/** The state of one record that was known, or undefined when there is none that the actor may see. */
export async function readRecord<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  reference: string,
  known: Knowledge,
): Promise<RecordState<Name> | undefined> {
  const { rows } = await sql<StateRow>`
    select ${stateColumns(record)} from ${stateSource(record)}
    where s.reference = ${stored(reference)} and ${knownState(known, stateTable(record))}`.execute(tx)
  return rows[0] && toState(record, rows[0])
}

/** No reference holds a NUL, which the database would not even take to compare. */
function stored(reference: string): string {
  return reference.replaceAll('\u0000', '\uFFFD')
}

/** A state with where it came from and what it changed. */
export interface HistoryEntry<Name extends string> {
  readonly state: RecordState<Name>
  readonly changes: readonly Change[]
  /** Who recorded it here, by name and email; undefined for an import by the system. */
  readonly person: { readonly name: string; readonly email: string } | undefined
  readonly importId: string | undefined
}

export interface Change {
  readonly field: string
  readonly label: string
  readonly before: FieldValue
  readonly after: FieldValue
}

/** Every state of a record up to what was known, the latest first, each with what changed from the one before. */
export async function historyOf<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  reference: string,
  known: Knowledge,
): Promise<readonly HistoryEntry<Name>[]> {
  const { rows } = await sql<StateRow & { _person: string | null; _email: string | null; _import: string | null }>`
    select ${stateColumns(record)}, person.name as _person, person.email as _email, s.import_id as _import
    from ${stateSource(record)} left join organisations.person person on person.id = s.person_id
    where s.reference = ${stored(reference)}
      and ${known.asAt.when === 'past' ? sql`s.recorded_from <= ${known.asAt.instant}` : sql`true`}
      and ${known.enteredBy === undefined ? sql`true` : sql`s.entered_at <= ${known.enteredBy}`}
    order by s.recorded_from`.execute(tx)
  const states = rows.map(row => toState(record, row))
  const entries = states.map((state, index) => ({
    state,
    changes: changesBetween(record, states[index - 1], state),
    person: rows[index]?._person ? { name: rows[index]._person, email: rows[index]._email ?? '' } : undefined,
    importId: rows[index]?._import ?? undefined,
  }))
  return entries.toReversed()
}

/** The fields in which two states of a record differ. A first state has no changes. */
export function changesBetween<Name extends string>(
  record: RecordDeclaration<Name>,
  before: RecordState<Name> | undefined,
  after: RecordState<Name>,
): readonly Change[] {
  if (before === undefined) return []
  return fieldsOf(record)
    .filter(([name]) => before.values[name] !== after.values[name])
    .map(([name, field]) => ({
      field: name,
      label: field.label,
      before: before.values[name],
      after: after.values[name],
    }))
}
