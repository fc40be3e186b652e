import { type CheckAsker, checkDay, checkInstant } from '#modules/plans'
import type { CheckScope } from '#platform/http'
import { sql } from 'kysely'
import type { DisruptionFacts } from './disruption-check.ts'

/** The facts of every active plan of a scope, as known at its moment: of those that the reader may not see, without what would name them. */
export async function readDisruptionFacts(
  { tx, present }: CheckAsker,
  { asAt, organisations, plans }: CheckScope,
): Promise<readonly DisruptionFacts[]> {
  const { rows } = await sql<{ facts: DisruptionFacts }>`
    select facts from disruptions.plan_check_facts(${checkInstant(asAt)}::timestamptz, ${checkDay(asAt, present)}::date,
      ${organisations ?? null}::integer[], ${plans ?? null}::text[]) as facts`.execute(tx)
  return rows.map(({ facts }) => facts)
}
