import type { Visit } from '#platform/http'
import type { FieldValue } from '#platform/record'
import { sql } from 'kysely'
import { closedProblem, isClosed, readPlan } from './plan-store.ts'

/**
 * Why an aim or an action of a plan is not recorded any more: the plan is closed. Until the end of a transaction that
 * may change something nobody closes it, where the actor may record in it.
 */
export async function frozenPart(visit: Visit, reference: FieldValue | undefined): Promise<string | undefined> {
  if (typeof reference !== 'string') return undefined
  if (visit.mayChange && visit.asAt.when === 'now') {
    await sql`select from plans.plan where reference = ${reference} for share`.execute(visit.tx)
  }
  const plan = await readPlan(visit.tx, reference, { when: 'now' })
  return plan !== undefined && isClosed(plan) ? closedProblem : undefined
}
