import { sql } from 'kysely'
import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import type { Asked } from './plan-check.ts'
import { type CheckAsker, checkDay, checkInstant } from './check-day.ts'

/** What a threshold is from a day (or ever) on, until another of its name is. */
export interface StatedThreshold {
  readonly name: string
  readonly value: number
  readonly fromOn: string | undefined
  /** Who stated it; undefined for what the product came with. */
  readonly by: string | undefined
}

/** The thresholds of the day that is asked, as was known then. */
export async function readAsked({ tx, present }: CheckAsker, asAt: AsAt): Promise<Asked> {
  const day = checkDay(asAt, present)
  const { rows } = await sql<{ name: string; value: number }>`
    select name, plans.threshold_on(name, ${day}::date, ${checkInstant(asAt)}::timestamptz)::double precision as value
    from (select distinct name from plans.check_threshold) named`.execute(tx)
  const byName = new Map(rows.map(({ name, value }) => [name, value]))
  return { day, threshold: name => byName.get(name) ?? 0 }
}

/** Every value of every threshold, as known at a moment: by name, the latest day first. */
export async function listThresholds(tx: Transaction, asAt: AsAt): Promise<readonly StatedThreshold[]> {
  const { rows } = await sql<StatedThreshold & { fromOn: string | null; by: string | null }>`
    select distinct on (t.name, t.from_on) t.name, t.value::double precision as value, t.from_on as "fromOn", p.name as by
    from plans.check_threshold t left join organisations.person p on p.id = t.person_id
    where t.stated_at <= ${checkInstant(asAt)}::timestamptz
    order by t.name, t.from_on desc nulls last, t.id desc`.execute(tx)
  return rows.map(row => ({ ...row, fromOn: row.fromOn ?? undefined, by: row.by ?? undefined }))
}

/** States what a threshold is from a day on. */
export async function stateThreshold(
  tx: Transaction,
  { name, value, fromOn, personId }: Pick<StatedThreshold, 'name' | 'value'> & { fromOn: string; personId: number },
): Promise<void> {
  await sql`insert into plans.check_threshold (name, value, from_on, person_id)
    values (${name}, ${value}, ${fromOn}::date, ${personId})`.execute(tx)
}
