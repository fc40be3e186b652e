import { type RawBuilder, sql } from 'kysely'
import type { CheckScope } from '#platform/http'
import { type CheckAsker, checkDay, checkInstant } from './check-day.ts'
import type { Copies } from './find-copies.ts'
import type { OpenAction, PlanFacts, ThreatFacts } from './plan-check.ts'

/** All that the checks are computed from. */
export interface Facts {
  readonly plans: readonly PlanFacts[]
  readonly threats: readonly ThreatFacts[]
}

/**
 * Of so many plans the facts are held at once: whoever waits for the database or the program waits for no more of them. With fewer,
 * what the peers of their organisations did is counted again and again.
 */
export const plansAtOnce = 1000

/**
 * Reads the facts of a scope, as known at its moment. They are told of every plan; of those that the reader may not see, without
 * what would name them.
 *
 * @param copies which plans are copies, from `findCopies`; undefined where that isn't asked.
 */
export async function readFacts(
  { tx, present }: CheckAsker,
  scope: CheckScope,
  copies: Copies | undefined,
): Promise<Facts> {
  const { rows } = await sql<FactRow>`
    select register, facts from plans.check_facts(
      ${instantOf(scope)}, ${checkDay(scope.asAt, present)}::date, ${limitsOf(scope)})`.execute(tx)
  return {
    plans: rows.flatMap(row => (row.register === 'plans' ? [planOf(row.facts, copies)] : [])),
    threats: rows.flatMap(row => (row.register === 'threats' ? [row.facts] : [])),
  }
}

function instantOf({ asAt }: CheckScope): RawBuilder<unknown> {
  return sql`${checkInstant(asAt)}::timestamptz`
}

function limitsOf({ organisations, plans }: CheckScope): RawBuilder<unknown> {
  return sql`${organisations ?? null}::integer[], ${plans ?? null}::text[]`
}

type OpenRow = readonly [
  reference: string | null,
  hasPerson: boolean,
  dueOn: string | null,
  words: number,
  verb: boolean,
]

type PlanRow = Omit<PlanFacts, 'doubtful' | 'copyOf'> & {
  readonly planId: number
  readonly doubtful: readonly OpenRow[]
}

type FactRow =
  | { readonly register: 'plans'; readonly facts: PlanRow }
  | { readonly register: 'threats'; readonly facts: ThreatFacts }

function planOf({ doubtful, planId, ...rest }: PlanRow, copies: Copies | undefined): PlanFacts {
  return { ...rest, doubtful: doubtful.map(actionOf), copyOf: copies?.of.get(planId) }
}

function actionOf([reference, hasPerson, dueOn, words, verbFirst]: OpenRow): OpenAction {
  return { reference, hasPerson, dueOn, words, verbFirst }
}
