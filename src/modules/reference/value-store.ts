import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '#platform/database'

export type FourPWord = 'Pursue' | 'Prevent' | 'Protect' | 'Prepare'

/** A value of a dated list. Days are 'YYYY-MM-DD': on the list from one (or ever) up to but not including another (or still). */
export interface ReferenceValue {
  readonly id: number
  readonly value: string
  /** What it means, perhaps with an example; may be empty. */
  readonly hint: string
  /** Records with this value count as closed. */
  readonly closed: boolean
  readonly fourP: FourPWord | undefined
  /** Words of a description that suggest it. */
  readonly words: readonly string[]
  readonly fromOn: string | undefined
  readonly toOn: string | undefined
  /** The value that took its place when it ended. */
  readonly becameId: number | undefined
  readonly position: number
  /** Names this state of the value: a form sends it back, so that nobody overwrites another's change unseen. */
  readonly version: string
}

/** A state that a value has or had, and who made it so. */
export interface ValueState extends ReferenceValue {
  /** Undefined for what the product came with. */
  readonly recordedFrom: Date | undefined
  /** Undefined while it holds. */
  readonly recordedTo: Date | undefined
  readonly by: string | undefined
}

/**
 * The values of a list, in its order: with a day only those on it that day, else every one it has had or is to have. An unknown
 * list has none.
 *
 * @param knownAt reads the list as it was known at that instant; now when left out.
 */
export async function listValues(
  tx: Transaction,
  list: string,
  day?: string,
  knownAt?: Date,
): Promise<readonly ReferenceValue[]> {
  const onDay = day === undefined ? sql`true` : onTheListOn(day)
  const { rows } = await sql<ValueRow>`
    select ${columns} from reference.value v
    where v.list = ${list} and ${known(knownAt)} and ${onDay}
    order by v.position, v.value, v.from_on nulls first, v.id`.execute(tx)
  return rows.map(toValue)
}

/** The words on some lists on a day, in their order, by the lists' names; as they were known at an instant, now when left out. */
export async function wordsOnLists(
  tx: Transaction,
  lists: readonly string[],
  day: string,
  knownAt?: Date,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { rows } = await sql<{ list: string; words: readonly string[] }>`
    select v.list, array_agg(v.value order by v.position, v.value, v.from_on nulls first, v.id) as words
    from reference.value v
    where v.list = any (${lists}::text[]) and ${known(knownAt)} and ${onTheListOn(day)}
    group by v.list`.execute(tx)
  return Object.fromEntries(rows.map(({ list, words }) => [list, words]))
}

/** Every state of a value that was known at an instant (now when left out), the latest first. */
export async function valueHistory(
  tx: Transaction,
  list: string,
  id: number,
  knownAt?: Date,
): Promise<readonly ValueState[]> {
  const instant = knownAt ?? null
  const { rows } = await sql<
    ValueRow & Pick<ValueState, 'by'> & { recordedFrom: Date | null; recordedTo: Date | null }
  >`
    select ${columns}, nullif(v.recorded_from, '-infinity') as "recordedFrom",
      case when v.recorded_to <= coalesce(${instant}::timestamptz, v.recorded_to) then nullif(v.recorded_to, 'infinity') end
        as "recordedTo",
      p.name as by
    from reference.value v left join organisations.person p on p.id = v.person_id
    where v.list = ${list} and v.id = ${id} and v.recorded_from <= coalesce(${instant}::timestamptz, 'infinity')
    order by v.recorded_from desc`.execute(tx)
  return rows.map(row => ({
    ...toValue(row),
    recordedFrom: row.recordedFrom ?? undefined,
    recordedTo: row.recordedTo ?? undefined,
    by: row.by ?? undefined,
  }))
}

interface ValueRow {
  readonly id: number
  readonly value: string
  readonly hint: string
  readonly closed: boolean
  readonly fourP: FourPWord | null
  readonly words: readonly string[]
  readonly fromOn: string | null
  readonly toOn: string | null
  readonly becameId: number | null
  readonly position: number
  readonly stateId: number
}

const columns: RawBuilder<ValueRow> = sql`
  v.id, v.value, v.hint, v.closed, v.four_p as "fourP", v.words, v.from_on as "fromOn", v.to_on as "toOn",
  v.became_id as "becameId", v.position, v.state_id as "stateId"`

function known(at: Date | undefined): RawBuilder<boolean> {
  if (at === undefined) return sql`v.recorded_to = 'infinity'`
  return sql`v.recorded_from <= ${at} and ${at} < v.recorded_to`
}

function onTheListOn(day: string): RawBuilder<boolean> {
  return sql`coalesce(v.from_on <= ${day}::date, true) and coalesce(${day}::date < v.to_on, true)`
}

function toValue(row: ValueRow): ReferenceValue {
  return {
    id: row.id,
    value: row.value,
    hint: row.hint,
    closed: row.closed,
    fourP: row.fourP ?? undefined,
    words: row.words,
    fromOn: row.fromOn ?? undefined,
    toOn: row.toOn ?? undefined,
    becameId: row.becameId ?? undefined,
    position: row.position,
    version: String(row.stateId),
  }
}
