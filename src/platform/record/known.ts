import { type RawBuilder, sql } from 'kysely'
import { type AsAt, londonToday } from '#platform/clock'
import { fieldsOf, type RecordDeclaration } from './declaration.ts'

/** What was known: as at a moment, and, for a kept extraction, with no more than had been entered when it was taken. */
export interface Knowledge {
  readonly asAt: AsAt
  /** When given, states entered later are as if they did not exist, whatever their place in time. */
  readonly enteredBy?: Date
  /** Also the state that closes a record as recorded in error; without it such a record is left out. */
  readonly withErrors?: boolean
}

/** Whether it is asked what is known now, whenever it was entered. */
export function isKnownNow({ asAt, enteredBy }: Knowledge): boolean {
  return asAt.when === 'now' && enteredBy === undefined
}

/**
 * The condition that a state `s` of a table is the one known. The one place where every list, count, page, figure and
 * extraction learns what was known when.
 */
export function knownState(knowledge: Knowledge, stateTable: string): RawBuilder<boolean> {
  const standing = standingState(knowledge, stateTable)
  return knowledge.withErrors ? standing : sql<boolean>`(${standing} and s.in_error is null)`
}

/** What is true of every state of a record that was known by then: of an order by day no more needs to be looked at. */
export function daysByThen(record: RecordDeclaration, { asAt }: Knowledge): readonly RawBuilder<boolean>[] {
  if (asAt.when === 'now') return []
  const day = londonToday(asAt.instant)
  return fieldsOf(record).flatMap(([, field]) =>
    field.notAfterRecorded ? [sql<boolean>`${sql.ref(`s.${field.column}`)} <= ${day}::date`] : [],
  )
}

/** The state that stood, one that closes the record as recorded in error too. */
function standingState({ asAt, enteredBy }: Knowledge, stateTable: string): RawBuilder<boolean> {
  if (enteredBy !== undefined) return knownWhenEntered(asAt, enteredBy, stateTable)
  if (asAt.when === 'now') return sql<boolean>`s.recorded_to = 'infinity'`
  return sql<boolean>`(s.recorded_from <= ${asAt.instant} and ${asAt.instant} < s.recorded_to)`
}

/** The end of a state moves when older history is imported, so it can't be asked here: the next state then entered can. */
function knownWhenEntered(asAt: AsAt, enteredBy: Date, stateTable: string): RawBuilder<boolean> {
  const instant = asAt.when === 'now' ? enteredBy : asAt.instant
  return sql<boolean>`(s.recorded_from <= ${instant} and s.entered_at <= ${enteredBy} and not exists (
    select from ${sql.table(stateTable)} later
    where later.record_id = s.record_id and later.recorded_from > s.recorded_from
      and later.recorded_from <= ${instant} and later.entered_at <= ${enteredBy}))`
}
