import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import { holdPlan, type Taken, takenBy, takenColumns } from '../steps/step-store.ts'

/** A value that was measured for an aim. */
export interface Measurement extends Taken {
  /** 'YYYY-MM-DD'. */
  readonly measuredOn: string
  readonly value: number
  readonly says: string | undefined
}

/** The values that were measured for an aim, as recorded up to a moment: by their days, and of one day as they were recorded. */
export async function measurementsOf(tx: Transaction, reference: string, asAt: AsAt): Promise<readonly Measurement[]> {
  const { rows } = await sql<Omit<Measurement, 'says'> & { readonly says: string | null }>`
    select s.measured_on as "measuredOn", s.value::float8 as value, s.says, ${takenColumns}
    from plans.measurement s
    join plans.aim a on a.id = s.aim_id join organisations.person p on p.id = s.person_id
    where a.reference = ${reference} and ${takenBy(asAt)} order by s.measured_on, s.at, s.id`.execute(tx)
  return rows.map(row => ({ ...row, says: row.says ?? undefined }))
}

/** A value as it is stated. */
export interface StatedMeasurement {
  readonly measuredOn: string
  readonly value: number
  readonly says: string | undefined
}

interface NewMeasurement extends StatedMeasurement {
  readonly planId: number
  readonly aimId: number
  readonly personId: number
}

/** Adds a value to an aim. False when the plan was closed meanwhile, or is no longer the actor's to work on. */
export async function addMeasurement(tx: Transaction, added: NewMeasurement): Promise<boolean> {
  const at = await holdPlan(tx, added.planId)
  if (at === undefined) return false
  await sql`insert into plans.measurement (aim_id, at, person_id, measured_on, value, says)
    values (${added.aimId}, ${at}, ${added.personId}, ${added.measuredOn}::date, ${added.value}, ${added.says ?? null})`.execute(
    tx,
  )
  return true
}
