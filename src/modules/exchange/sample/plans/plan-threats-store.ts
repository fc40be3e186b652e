import { countsAsClosed } from '#modules/reference'
import { liveThreat } from '#modules/threats'
import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import type { SampleThreat } from './sample-plan.ts'

/** The region's threats that are live, or were closed, by reference. */
export async function listPlanThreats(tx: Transaction): Promise<readonly SampleThreat[]> {
  const { rows } = await sql<SampleThreat>`
    select s.reference, s.name, o.name as organisation, s.crime_category as "crimeCategory",
      ${countsAsClosed(sql`s.phase`)} as closed
    from threats.threat_state s join organisations.organisation o on o.id = s.owner_id
    where s.recorded_to = 'infinity' and s.in_error is null
      and (${liveThreat} or s.type = 'Tactical' and s.soc = 'SOC' and ${countsAsClosed(sql`s.phase`)})
    order by s.reference`.execute(tx)
  return rows
}
