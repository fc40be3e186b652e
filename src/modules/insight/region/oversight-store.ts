import { sql } from 'kysely'
import type { Transaction } from '#platform/database'

/** One figure of an oversight organisation's area; null is one held back because it is, or would tell, a count under five. */
export interface OversightFigure {
  readonly register: 'threats' | 'disruptions'
  readonly dimension: 'total' | 'organisation' | 'threat type' | 'tier' | 'crime' | '4P' | 'month' | 'lateness'
  readonly label: string
  readonly figure: number | null
}

/** The figures of the actor's area as at an instant, counted by the database under its own authority. None for anyone else. */
export async function oversightFigures(tx: Transaction, instant: Date): Promise<readonly OversightFigure[]> {
  const { rows } = await sql<OversightFigure>`
    select register, dimension, label, figure from insight.oversight_figures(${instant})`.execute(tx)
  return rows
}

/** The regions that the actor's organisation oversees. */
export async function oversightRegions(tx: Transaction): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select r.name from insight.oversight_area a join organisations.region r on r.id = a.region_id
    where a.organisation_id = insight.actor_organisation() order by r.name`.execute(tx)
  return rows.map(row => row.name)
}
