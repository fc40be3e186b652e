import { type RawBuilder, sql } from 'kysely'
import { runInOrder, type Transaction } from '#platform/database'
import { keysetCondition } from './cursor.ts'
import type { RecordDeclaration } from './declaration.ts'
import type { ListSize } from './list-sizes.ts'
import { inOrder, type PageRequest, placeOf, plainCondition, selectionCondition } from './selection.ts'
import { stateColumns, stateSource, type StateRow } from './state-query.ts'

/**
 * The rows of a page of a long list, and the one after it: met along its order, by a plan that is kept, where an index has that
 * order with what lists are narrowed by; elsewhere found as the database plans. Who sees a part of all is taken by the database to
 * see less of it than they do, so that it would rather put all of the list in order.
 */
export async function selectAlong(
  tx: Transaction,
  record: RecordDeclaration,
  request: PageRequest,
  size: ListSize,
): Promise<readonly StateRow[]> {
  const way = wayAlong(record, request, size)
  const statement = sql<StateRow & { readonly _place: number }>`
    select page.place as _place, ${stateColumns(record)}
    from ${stateSource(record)} join (
      select along.id, row_number() over () as place from (${idsAlong(way, record, request)}) along) page on page.id = s.id`
  const { rows } = await (way === 'as planned' ? statement.execute(tx) : runInOrder(tx, statement))
  return rows.toSorted((a, b) => a._place - b._place)
}

/**
 * 'among all': each that comes before the page is passed, seen or not. 'by audience': what each audience holds is gone along by
 * itself, so that only what is seen is passed.
 */
type Way = 'among all' | 'by audience' | 'as planned'

/** Of this part of all or less, what comes before a page may be many times what belongs to the list. */
const aPart = 1 / 4
/** Of this part of all or more, in an order that mixes everyone's, a page is soon met. */
const soonMet = 1 / 300

function wayAlong(record: RecordDeclaration, { known, order }: PageRequest, { ofAll }: ListSize): Way {
  if (known.asAt.when !== 'now' || record.fields[order.by]?.sortable !== 'in an index') return 'as planned'
  // References begin with their owner's letters: one owner's come after another's.
  if (record.fields[order.by]?.kind === 'reference') return ofAll < aPart ? 'by audience' : 'among all'
  return ofAll < soonMet ? 'as planned' : 'among all'
}

/** The ids of the states of the page, and of the one after it, in order. */
function idsAlong(way: Way, record: RecordDeclaration, request: PageRequest): RawBuilder<unknown> {
  const { order, cursor, limit } = request
  const place = placeOf(record, order)
  const condition = way === 'as planned' ? selectionCondition(record, request) : plainCondition(record, request)
  const ofPage = sql`${condition} and ${keysetCondition(record, order, cursor, place)}`
  const most = sql.lit(limit + 1)
  if (way !== 'by audience')
    return sql`
        select s.id from ${stateSource(record)} where ${ofPage} order by ${inOrder(request, place)} limit ${most}`
  return sql`
        select first.id
        from unnest((select organisations.actor_audiences())::integer[]) seen (audience_id) cross join lateral (
          select s.id, ${place.by} as _order, ${place.reference} as _reference from ${stateSource(record)}
          where s.audience_id = seen.audience_id and ${ofPage}
          order by ${inOrder(request, place)} limit ${most}) first
        order by ${inOrder(request, { by: sql`first._order`, reference: sql`first._reference` })} limit ${most}`
}
