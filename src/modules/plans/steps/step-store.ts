import type { AsAt } from '#platform/clock'
import { databaseInstant, holdRecordingLock, onlyRow, type Transaction } from '#platform/database'
import { type RawBuilder, sql } from 'kysely'

/** Who took a step, and when. */
export interface Taken {
  readonly at: Date
  readonly person: { readonly name: string; readonly email: string }
}

/** The columns of `Taken` for a step `s` whose person is joined as `p`. */
export const takenColumns = sql`s.at, json_build_object('name', p.name, 'email', p.email) as person`

/** The condition that a step `s` had been taken at a moment. */
export function takenBy(asAt: AsAt): RawBuilder<boolean> {
  return asAt.when === 'now' ? sql<boolean>`true` : sql<boolean>`s.at <= ${asAt.instant}`
}

/**
 * Lets nobody else take a step on a plan until the transaction ends. The instant of the step; undefined when the plan was closed
 * meanwhile, or is not the actor's to take a step on.
 */
export async function holdPlan(tx: Transaction, planId: number): Promise<Date | undefined> {
  await holdRecordingLock(tx)
  const { held } = onlyRow(await sql<{ held: boolean }>`select plans.hold_plan(${planId}) as held`.execute(tx))
  if (!held) return undefined
  const at = await databaseInstant(tx)
  const { open } = onlyRow(await sql<{ open: boolean }>`select plans.was_open(${planId}, ${at}) as open`.execute(tx))
  return open ? at : undefined
}
