import { type RawBuilder, sql } from 'kysely'
import { isoInstant, onlyRow, readAhead, type Transaction } from '#platform/database'
import {
  fieldColumn,
  fieldsOf,
  type FieldValue,
  type Handling,
  type Knowledge,
  knownState,
  type RecordValues,
  stateSource,
  stateTable,
} from '#platform/record'
import type { ExtractionDates, Preset } from './preset.ts'

/** What an extraction selects: a preset over some days, and what was known by two instants. */
export interface ExtractionScope {
  readonly preset: Preset
  readonly dates: ExtractionDates | undefined
  /** All that had been recorded by then, … */
  readonly asAt: Date
  /** … of what this database had been told by then. */
  readonly takenAt: Date
}

/** One row of an extraction. */
export interface ExtractedRow {
  readonly stateId: number
  readonly reference: string
  /** ISO 8601 in UTC, to the millisecond. */
  readonly recordedAt: string
  /** The preset's columns by the names of their fields, its owner among them. */
  readonly values: RecordValues
  /** The handling that had been stated for the record when the extraction was taken, … */
  readonly statedHandling: Handling
  /** … and the one it has today. */
  readonly handling: Handling
}

/** Extractions of a whole country take longer than a page may. */
export async function allowLongWork(tx: Transaction): Promise<void> {
  await sql`set local statement_timeout = '10min'`.execute(tx)
}

/** What was known to an extraction. */
export function knowledgeOf(scope: Pick<ExtractionScope, 'asAt' | 'takenAt'>): Knowledge {
  return { asAt: { when: 'past', instant: scope.asAt, text: scope.asAt.toISOString() }, enteredBy: scope.takenAt }
}

/** The condition of a scope's preset and dates on a state `s`, without what was known. */
export function scopeCondition({ preset, dates }: Pick<ExtractionScope, 'preset' | 'dates'>): RawBuilder<boolean> {
  if (dates === undefined || preset.dateField === undefined) return preset.condition
  const day = sql.ref(`s.${preset.record.fields[preset.dateField]?.column}`)
  const after = dates.literal ? sql`>` : sql`>=`
  return sql<boolean>`(${preset.condition} and ${day} ${after} ${dates.from}::date and ${day} <= ${dates.to}::date)`
}

/** Few enough that others wait no longer than some milliseconds while a batch is worked on. */
const rowsInBatch = 500

/**
 * The rows of an extraction that the actor may see, by reference, in batches, without holding them all. The order is that of the
 * bytes, so that no database's rules of language can change it.
 *
 * @param heldBy the kept extraction whose rows alone are wanted.
 */
export async function* streamExtraction(
  tx: Transaction,
  scope: ExtractionScope,
  heldBy?: string,
): AsyncGenerator<readonly ExtractedRow[]> {
  const { record } = scope.preset
  const query = sql<SelectedRow>`
    select s.id as _id, s.reference as _reference, s.recorded_from::text as _from, audience.handling as _handling,
      ${statedHandling(scope)} as _stated, ${sql.join(selectedFields(scope.preset).map(fieldColumn))}
    from ${stateSource(record)} where ${selected(scope)} ${heldBy === undefined ? sql`` : sql`and ${isHeld(heldBy)}`}
    order by s.reference collate "C"`.compile(tx)
  for await (const { rows } of readAhead(tx.getExecutor().stream<SelectedRow>(query, rowsInBatch))) {
    yield rows.map(row => ({
      stateId: row._id,
      reference: row._reference,
      recordedAt: isoInstant(row._from),
      values: row as RecordValues,
      statedHandling: row._stated,
      handling: row._handling,
    }))
  }
}

/** Our own columns behind an underscore, then fields under their names. */
interface SelectedRow {
  readonly _id: number
  readonly _reference: string
  readonly _from: string
  readonly _handling: Handling
  readonly _stated: Handling
  readonly [field: string]: FieldValue
}

/** The fields that a preset's rows and figures need. */
function selectedFields({ record, columns }: Preset) {
  return fieldsOf(record).filter(([name]) => name === record.ownerField || columns.includes(name))
}

/** How many rows literal dates leave out: those of the first day itself. */
export async function countFirstDay(tx: Transaction, scope: ExtractionScope): Promise<number> {
  if (scope.dates === undefined) return 0
  const firstDay = { ...scope.dates, to: scope.dates.from, literal: false }
  return count(tx, scope, selected({ ...scope, dates: firstDay }))
}

/** How many rows a scope selects for the actor that a kept extraction does not hold. */
export async function countBeyond(tx: Transaction, scope: ExtractionScope, extractionId: string): Promise<number> {
  return count(tx, scope, sql`${selected(scope)} and not ${isHeld(extractionId)}`)
}

/** How many rows of a kept extraction the actor may see today. */
export async function countSeen(tx: Transaction, { record }: Preset, extractionId: string): Promise<number> {
  const result = await sql<{ total: number }>`
    select count(*) as total from ${sql.table(stateTable(record))} s where ${isHeld(extractionId)}`.execute(tx)
  return onlyRow(result).total
}

/** How many records of a kept extraction, of those the actor may see, have been erased. */
export async function countErased(tx: Transaction, preset: Preset, extractionId: string): Promise<number> {
  const { record } = preset
  const erased = sql`exists (select from ${sql.table(record.table)} head
    where head.id = s.record_id and head.erased_at is not null)`
  const result = await sql<{ total: number }>`
    select count(*) as total from ${sql.table(stateTable(record))} s
    where ${isHeld(extractionId)} and ${erased}`.execute(tx)
  return onlyRow(result).total
}

/** The handlings that the records of a kept extraction have today, of those the actor may see. */
export async function handlingsOf(tx: Transaction, preset: Preset, extractionId: string): Promise<readonly Handling[]> {
  const { rows } = await sql<{ handling: Handling }>`
    select distinct audience.handling from ${stateSource(preset.record)} where ${isHeld(extractionId)}`.execute(tx)
  return rows.map(row => row.handling)
}

async function count(tx: Transaction, { preset }: ExtractionScope, condition: RawBuilder<unknown>): Promise<number> {
  const result = await sql<{ total: number }>`
    select count(*) as total from ${stateSource(preset.record)} where ${condition}`.execute(tx)
  return onlyRow(result).total
}

function selected(scope: ExtractionScope): RawBuilder<boolean> {
  return sql<boolean>`${knownState(knowledgeOf(scope), stateTable(scope.preset.record))} and ${scopeCondition(scope)}`
}

/** The states that a kept extraction holds, one a row. */
export function heldStates(extractionId: string): RawBuilder<unknown> {
  return sql`select unnest(held.state_ids) from insight.extraction held where held.id = ${extractionId}::uuid`
}

function isHeld(extractionId: string): RawBuilder<boolean> {
  return sql<boolean>`s.id in (${heldStates(extractionId)})`
}

/** As `settleRecords` of the record platform settles it, from what had been entered by then. */
function statedHandling({ preset, takenAt }: ExtractionScope): RawBuilder<Handling> {
  return sql<Handling>`coalesce((
    select stated.handling from organisations.handling_stated stated
    where stated.register = ${preset.record.register} and stated.reference = s.reference and stated.entered_at <= ${takenAt}
    order by stated.stated_at desc limit 1), 'Region')`
}
