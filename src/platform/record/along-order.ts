import { type RawBuilder, sql } from 'kysely'
import { runInOrder, type Transaction } from '#platform/database'
import { keysetCondition } from './cursor.ts'
import type { RecordDeclaration } from './declaration.ts'
import type { ListSize } from './list-sizes.ts'
import { inOrder, type PageRequest, placeOf, plainCondition, type Selection, selectionCondition } from './selection.ts'
import { stateColumns, stateSource, type StateRow } from './state-query.ts'
import { isAskedByParts, textsLike } from './texts-in-use.ts'

/**
 * The rows of a page of a long list, and the one after it: met along its order, by a plan that is kept, where indexes have that
 * order with what lists are narrowed by; elsewhere found as the database plans. Who sees a part of all is taken by the database to
 * see less of it than they do, so that it would rather put all of the list in order (decision 0020).
 */
export async function selectAlong(
  tx: Transaction,
  record: RecordDeclaration,
  request: PageRequest,
  size: ListSize,
): Promise<readonly StateRow[]> {
  const inIndexes = idsInIndexes(record, request, size)
  const ids = inIndexes ?? idsAsPlanned(record, request, size)
  const statement = sql<StateRow & { readonly _place: number }>`
    select page.place as _place, ${stateColumns(record)}
    from ${stateSource(record)} join (
      select along.id, row_number() over () as place from (${ids}) along) page on page.id = s.id`
  const { rows } = await (inIndexes === undefined ? statement.execute(tx) : runInOrder(tx, statement))
  return rows.toSorted((a, b) => a._place - b._place)
}

/** Each of so many names is looked up sooner than a page is met among all others. */
const fewNames = 100
/** Of a list that is less than this of all, many times as much may come before its page. */
const aPart = 1 / 4
/** Of this part of all or more, in an order that mixes everyone's, a page is soon met. */
const soonMet = 1 / 300

/** The ids of the states of the page, and of the one after it, in order; undefined where no index is sure to have them soon. */
function idsInIndexes(
  record: RecordDeclaration,
  request: PageRequest,
  size: ListSize,
): RawBuilder<unknown> | undefined {
  const { known, order } = request
  const by = record.fields[order.by]
  if (by?.sortable !== 'in an index') return undefined
  const isByReference = by.kind === 'reference'
  if (known.asAt.when === 'now') return idsOfNow(record, request, size, isByReference)
  return isByReference ? idsOfThen(record, request, size) : undefined
}

function idsOfNow(
  record: RecordDeclaration,
  request: PageRequest,
  size: ListSize,
  isByReference: boolean,
): RawBuilder<unknown> | undefined {
  const names = size.names !== undefined && size.names <= fewNames ? namesFound(record, request) : undefined
  if (names !== undefined && (isByReference || request.order.by === record.titleField))
    return firstOfNames(record, request, names)
  if (isOfPart(record, request, size)) return firstOfAudiences(record, request)
  if (isByReference ? isOfOwners(record, request) : size.ofAll < soonMet) return undefined
  return firstOf(record, request, plainCondition(record, request))
}

/** On a past day, in the order of references, which has ten states to pass where today has one. */
function idsOfThen(record: RecordDeclaration, request: PageRequest, size: ListSize): RawBuilder<unknown> | undefined {
  if (isOfOwners(record, request)) return undefined
  if (isOfPart(record, request, size)) return firstOfAudiences(record, request)
  return firstOf(record, request, plainCondition(record, request))
}

/** References begin with their owner's letters, so one owner's come after another's: what a person sees may come after all others. */
function isOfPart(record: RecordDeclaration, { order }: PageRequest, { seesPart, ofAll }: ListSize): boolean {
  return record.fields[order.by]?.kind === 'reference' && seesPart && ofAll < aPart
}

/** Some owners' may come after everyone else's, and an audience may hold none of theirs. */
function isOfOwners(record: RecordDeclaration, { filters, ofOwners }: Selection): boolean {
  return ofOwners === true || filters[record.ownerField] !== undefined
}

/** As the database plans, which takes everyone's records to be mixed: where they are not, it is kept from meeting one after the other. */
function idsAsPlanned(record: RecordDeclaration, request: PageRequest, size: ListSize): RawBuilder<unknown> {
  const condition = selectionCondition(record, request)
  const isByReference = record.fields[request.order.by]?.kind === 'reference'
  const mayComeLast = isByReference && (isOfPart(record, request, size) || isOfOwners(record, request))
  if (!mayComeLast) return firstOf(record, request, condition)
  const { order, cursor, limit } = request
  const [inside, outside] = [placeOf(record, order), { by: sql`found._order`, reference: sql`found._reference` }]
  return sql`
    select found.id from (
      select s.id, ${inside.by} as _order, ${inside.reference} as _reference
      from ${stateSource(record)} where ${condition} offset 0) found
    where ${keysetCondition(record, order, cursor, outside)}
    order by ${inOrder(request, outside)} limit ${sql.lit(limit + 1)}`
}

/** Each name that is searched for has its own in order. */
function firstOfNames(
  record: RecordDeclaration,
  request: PageRequest,
  names: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { [record.titleField]: _search, ...filters } = request.filters
  const name = sql.ref(`s.${record.fields[record.titleField]?.column}`)
  const others = plainCondition(record, { ...request, filters })
  return firstOfEach(record, request, names, sql`${name} = one.text and ${others}`)
}

/** Each audience has what it holds in order: nothing is met that isn't seen. */
function firstOfAudiences(record: RecordDeclaration, request: PageRequest): RawBuilder<unknown> {
  const audiences = sql`unnest((select organisations.actor_audiences())::integer[]) one (id)`
  return firstOfEach(record, request, audiences, sql`s.audience_id = one.id and ${plainCondition(record, request)}`)
}

/** The first of a selection's states from where the page begins, in order. */
function firstOf(record: RecordDeclaration, request: PageRequest, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  const { order, cursor, limit } = request
  const place = placeOf(record, order)
  return sql`
      select s.id, ${place.by} as _order, ${place.reference} as _reference from ${stateSource(record)}
      where ${condition} and ${keysetCondition(record, order, cursor, place)}
      order by ${inOrder(request, place)} limit ${sql.lit(limit + 1)}`
}

/** The first of all that are the first of each `one` of several. */
function firstOfEach(
  record: RecordDeclaration,
  request: PageRequest,
  each: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const place = { by: sql`first._order`, reference: sql`first._reference` }
  return sql`
    select first.id from ${each} cross join lateral (${firstOf(record, request, condition)}) first
    order by ${inOrder(request, place)} limit ${sql.lit(request.limit + 1)}`
}

/** The names that a list is searched by, as rows `one (text)`; undefined where it is searched by none, or not by way of them. */
export function namesFound(record: RecordDeclaration, { known, filters }: Selection): RawBuilder<unknown> | undefined {
  const search = filters[record.titleField]
  if (search?.kind !== 'contains' || !isAskedByParts(record, record.titleField, search.text, known)) return undefined
  return textsLike(record, record.titleField, search.text)
}
