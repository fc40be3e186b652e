import { type RawBuilder, sql } from 'kysely'
import { onlyRow, readAhead, type Transaction } from '#platform/database'
import { namesFound, selectAlong } from './along-order.ts'
import { cursorOf, keysetCondition, type Order, sortColumn } from './cursor.ts'
import type { RecordDeclaration, RecordState } from './declaration.ts'
import { askedList, type ListSize } from './list-sizes.ts'
import { inOrder, type PageRequest, placeOf, type Selection, selectionCondition } from './selection.ts'
import { stateColumns, stateSource, type StateRow, toState } from './state-query.ts'

export interface Page<Name extends string> {
  readonly states: readonly RecordState<Name>[]
  /** Where the next page begins, and the one before; undefined when there is none. */
  readonly next: string | undefined
  readonly previous: string | undefined
}

/** One page of the records the actor may see, in a stable order. */
export async function listRecords<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  request: PageRequest,
): Promise<Page<Name>> {
  return pageOf(record, request, await selectPage(tx, record, request, selectionCondition(record, request)))
}

/** One page of the records, with how many the whole selection holds. */
export async function listCounted<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  request: PageRequest,
): Promise<Page<Name> & { readonly total: number }> {
  return request.known.enteredBy === undefined ? listInIndexes(tx, record, request) : listOnce(tx, record, request)
}

/** So many are put in order sooner than they are met one by one among all others, in the order of an index. */
const fewEnoughToSort = { now: 1000, past: 5000 } as const

/**
 * An index counts without the rows. How many they are says how the page is found: to meet what is rare, the whole of an order
 * might be gone through, on a past day with all that was before and after, and the database's statistics of one field and of
 * another don't tell how rare it is. A list that was short when it was asked for last is found and counted in one; how many a long one
 * holds is told for a while as it was counted.
 */
async function listInIndexes<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  request: PageRequest,
): Promise<Page<Name> & { readonly total: number }> {
  const most = fewEnoughToSort[request.known.asAt.when]
  const counting = countFew(record, request, most)
  const list = askedList(counting.compile(tx), request.asker)
  if (list.wasShort) {
    const found = await listOnce(tx, record, request)
    list.holds({ total: found.total, isShort: found.total <= most, ofAll: 0, seesPart: true })
    return found
  }
  const kept = list.long === undefined ? undefined : await pageOfLong(tx, record, request, list.long)
  if (kept !== undefined) return kept
  const { total, few, all, names, seesPart } = onlyRow(await counting.execute(tx))
  const ofAll = all > 0 ? total / all : 1
  const size = { total, isShort: total <= most, ofAll, seesPart, names: names ?? undefined }
  list.holds(size)
  if (total === 0) return { ...pageOf(record, request, []), total }
  const rows = await (few === null
    ? selectAlong(tx, record, request, size)
    : selectPage(tx, record, request, sql<boolean>`s.id = any (${few}::bigint[])`))
  return { ...pageOf(record, request, rows), total }
}

interface CountedFew {
  readonly total: number
  /** Which they are, where they are few. */
  readonly few: string | null
  /** About how many records there are, whoever sees them. */
  readonly all: number
  readonly seesPart: boolean
  /** How many names a search by name finds. */
  readonly names: number | null
}

function countFew(record: RecordDeclaration, selection: Selection, most: number): RawBuilder<CountedFew> {
  const names = namesFound(record, selection)
  return sql`
    select count(*) as total, case when count(*) <= ${most} then array_agg(s.id)::text end as few,
      (select reltuples from pg_class where oid = ${record.table}::regclass)::bigint as all,
      cardinality(organisations.actor_audiences()) < (select count(*) from organisations.audience) / 2 as "seesPart",
      ${names === undefined ? sql`null` : sql`(select count(*) from ${names})`} as names
    from ${stateSource(record)} where ${selectionCondition(record, selection)}`
}

/** A page of a list that was long a moment ago; undefined where it begins and ends on it, and so is long no more. */
async function pageOfLong<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  request: PageRequest,
  size: ListSize,
): Promise<(Page<Name> & { readonly total: number }) | undefined> {
  const page = pageOf(record, request, await selectAlong(tx, record, request, size))
  return page.next === undefined && page.previous === undefined ? undefined : { ...page, total: size.total }
}

/** A page, with how many there are told by the same statement. */
async function listOnce<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  request: PageRequest,
): Promise<Page<Name> & { readonly total: number }> {
  const { rows } = await foundOnce(record, request).execute(tx)
  const counted = rows[0]?.['_total'] ?? (request.cursor === undefined ? 0 : await countRecords(tx, record, request))
  return { ...pageOf(record, request, rows), total: Number(counted) }
}

/** What is selected is found once, and both counted and put in order: of few, that is the quickest. */
function foundOnce(record: RecordDeclaration, request: PageRequest): RawBuilder<StateRow> {
  const { order, cursor, limit } = request
  const condition = selectionCondition(record, request)
  // Names stand in no index that lists are narrowed by: they are read of what was found, and of nothing that is left out. Of the
  // thousands that a list of a past day may hold, that would take longer than to read the rest of what an index passes.
  if (order.by === record.titleField && request.known.asAt.when === 'now') {
    const place = placeOf(record, order)
    return sql<StateRow>`
      with found as materialized (select s.id from ${stateSource(record)} where ${condition})
      select ${stateColumns(record)}, (select count(*) from found) as _total
      from ${stateSource(record)} join found on found.id = s.id
      where ${keysetCondition(record, order, cursor, place)}
      order by ${inOrder(request, place)} limit ${limit + 1}`
  }
  const place = { by: sql`_order`, reference: sql`_reference` }
  return sql<StateRow>`
    with found as materialized (
      select s.id, ${sortColumn(record, order)} as _order, s.reference as _reference
      from ${stateSource(record)} where ${condition})
    select ${stateColumns(record)}, (select count(*) from found) as _total
    from ${stateSource(record)} join (
      select * from found where ${keysetCondition(record, order, cursor, place)}
      order by ${inOrder(request, place)} limit ${limit + 1}) page on page.id = s.id
    order by ${inOrder(request, place)}`
}

async function selectPage(
  tx: Transaction,
  record: RecordDeclaration,
  request: PageRequest,
  chosen: RawBuilder<boolean>,
): Promise<readonly StateRow[]> {
  const place = placeOf(record, request.order)
  const { rows } = await sql<StateRow>`
    select ${stateColumns(record)} from ${stateSource(record)}
    where ${chosen} and ${keysetCondition(record, request.order, request.cursor, place)}
    order by ${inOrder(request, place)}
    limit ${request.limit + 1}`.execute(tx)
  return rows
}

function pageOf<Name extends string>(
  record: RecordDeclaration<Name>,
  request: PageRequest,
  rows: readonly StateRow[],
): Page<Name> {
  const backwards = request.cursor?.direction === 'before'
  const more = rows.length > request.limit
  const kept = rows.slice(0, request.limit).map(row => toState(record, row))
  const states = backwards ? kept.toReversed() : kept
  const [first, last] = [states[0], states.at(-1)]
  return {
    states,
    next: last && (backwards || more) ? cursorOf(record, request.order, last) : undefined,
    previous:
      first && (backwards ? more : request.cursor !== undefined) ? cursorOf(record, request.order, first) : undefined,
  }
}

/** How many records the selection holds for the actor. */
export async function countRecords(tx: Transaction, record: RecordDeclaration, selection: Selection): Promise<number> {
  const result = await sql<{ total: number }>`
    select count(*) as total from ${stateSource(record)} where ${selectionCondition(record, selection)}`.execute(tx)
  return onlyRow(result).total
}

/** Few enough that others wait no longer than some milliseconds while a batch is worked on. */
const statesInBatch = 500

/** Every record of a selection, a batch of states at a time through a cursor of the database, without holding them all. */
export async function* streamRecords<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  selection: Selection & { readonly order: Order },
): AsyncGenerator<readonly RecordState<Name>[]> {
  const query = sql<StateRow>`
    select ${stateColumns(record)} from ${stateSource(record)}
    where ${selectionCondition(record, selection)} order by ${inOrder(selection, placeOf(record, selection.order))}`.compile(
    tx,
  )
  for await (const { rows } of readAhead(tx.getExecutor().stream<StateRow>(query, statesInBatch))) {
    yield rows.map(row => toState(record, row))
  }
}
