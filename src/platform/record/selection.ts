import { type RawBuilder, sql } from 'kysely'
import { keptForValues, plannedAnew } from '#platform/database'
import { type Cursor, type Order, type Place, sortColumn } from './cursor.ts'
import type { RecordDeclaration } from './declaration.ts'
import { filterConditions, type Filters } from './filters.ts'
import { daysByThen, knownState, type Knowledge } from './known.ts'
import { stateTable } from './state-query.ts'

/** Which records: what was known, narrowed by filters and by conditions of the domain on the state `s`. */
export interface Selection {
  readonly known: Knowledge
  readonly filters: Filters
  readonly conditions?: readonly RawBuilder<boolean>[]
  /** Whether the conditions leave the records of some owners alone, a region's for example. */
  readonly ofOwners?: boolean
}

export interface PageRequest extends Selection {
  /** Who asks, by id, where they ask for the same again and again: how many a long list holds may be told as it was half a minute ago. */
  readonly asker?: number
  readonly order: Order
  /** Records at most, 200 at most. */
  readonly limit: number
  readonly cursor?: Cursor
}

/** The condition of a selection on a state `s` from `stateSource`. Some filters leave a few records and others nearly all. */
export function selectionCondition(record: RecordDeclaration, selection: Selection & Begun): RawBuilder<boolean> {
  return sql<boolean>`${isOfWords(selection) ? keptForValues : plannedAnew} ${plainCondition(record, selection)}`
}

type Begun = Pick<PageRequest, 'cursor'>

/** Whether none of its questions takes a text, nor does it begin at a record: words of lists, days, and what the modules' own conditions hold. */
function isOfWords({ filters, cursor }: Selection & Begun): boolean {
  return cursor === undefined && Object.values(filters).every(({ kind }) => kind === 'one-of' || kind === 'days')
}

/** The same in a statement whose plan does not depend on how many it leaves. */
export function plainCondition(record: RecordDeclaration, selection: Selection): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(
    [
      knownState(selection.known, stateTable(record)),
      ...daysByThen(record, selection.known),
      ...filterConditions(record, selection.filters, selection.known),
      ...(selection.conditions ?? []),
    ],
    sql` and `,
  )}`
}

/** Where a state `s` stands in an order. */
export function placeOf(record: RecordDeclaration, order: Order): Place {
  return { by: sortColumn(record, order), reference: sql`s.reference` }
}

/** In the order asked for; before a cursor backwards, so that what is nearest to it comes first. */
export function inOrder({ order, cursor }: Pick<PageRequest, 'order' | 'cursor'>, place: Place): RawBuilder<unknown> {
  const direction = order.descending === (cursor?.direction === 'before') ? sql`asc` : sql`desc`
  return sql`${place.by} ${direction}, ${place.reference} ${direction}`
}
