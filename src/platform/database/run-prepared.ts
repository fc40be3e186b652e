import { type QueryResult, type RawBuilder, sql } from 'kysely'
import type { Transaction } from './open-database.ts'
import { keptForValuesMark } from './kept-for-values.ts'
import { plannedAnewMark, preparedMark, toldMark } from './preparing-client.ts'

/** Stands in a condition whose best plan depends on the values, so that no statement with it keeps one. */
export const plannedAnew: RawBuilder<unknown> = sql.raw(plannedAnewMark)

/**
 * Stands in a condition whose best plan depends on the values, where these are words, days and sizes that many ask for: each connection
 * keeps its plan for these very values. They stand in the statement's text then, which the database may show to its administrators and
 * write to its log, so nothing that a person typed may be among them.
 */
export const keptForValues: RawBuilder<unknown> = sql.raw(keptForValuesMark)

/**
 * Begins a statement whose result nobody waits for. It is sent with the next one, so a fault of it is the next one's, or that of
 * the end of the transaction.
 */
export const told: RawBuilder<unknown> = sql.raw(toldMark)

/**
 * Runs a statement that takes longer to plan than to run: each connection plans it once, for any parameters, and keeps the plan.
 * Its text must not hold what differs from one request to the next: that belongs in its parameters.
 */
export async function runPrepared<Row>(tx: Transaction, statement: RawBuilder<Row>): Promise<QueryResult<Row>> {
  await sql`${told}set local plan_cache_mode = force_generic_plan`.execute(tx)
  const result = await sql<Row>`${sql.raw(preparedMark)}${statement}`.execute(tx)
  await sql`${told}set local plan_cache_mode = auto`.execute(tx)
  return result
}

/**
 * Runs a statement whose first rows are met along an index in the order asked for: they are not picked of all there is, however few
 * the database takes that to be. So its plan is the same for any parameters, and is kept where it is asked for often.
 */
export async function runInOrder<Row>(tx: Transaction, statement: RawBuilder<Row>): Promise<QueryResult<Row>> {
  await sql`${told}${goAlong}`.execute(tx)
  const result = await statement.execute(tx)
  await sql`${told}${planAsBefore}`.execute(tx)
  return result
}

/** To start a second process takes longer than to meet a page. */
const goAlong = sql`select set_config('enable_sort', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true),
  set_config('fourfold.workers', current_setting('max_parallel_workers_per_gather'), true),
  set_config('max_parallel_workers_per_gather', '0', true)`
const planAsBefore = sql`select set_config('enable_sort', 'on', true), set_config('plan_cache_mode', 'auto', true),
  set_config('max_parallel_workers_per_gather', current_setting('fourfold.workers'), true)`
