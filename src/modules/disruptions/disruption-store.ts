import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { knownState } from '#platform/record'
import { sql } from 'kysely'

/** A disruption as another record's page lists it. */
export interface DisruptionLine {
  readonly reference: string
  readonly recordDate: string
  readonly title: string
  readonly fourP: string
  readonly assessmentCategory: string
  readonly disruptionType: string
  readonly leadOrganisation: string
  readonly handling: string
}

/** How many disruptions there are of a threat, by P, and the latest of them by the day of the event. */
export interface DisruptionsOfThreat {
  readonly total: number
  readonly byP: Readonly<Record<string, number>>
  readonly latest: readonly DisruptionLine[]
}

const states = 'disruptions.disruption_state'
const line = sql`
  s.reference, s.record_date as "recordDate", s.title, s.four_p as "fourP", s.assessment_category as "assessmentCategory",
  s.disruption_type as "disruptionType", o.name as "leadOrganisation", a.handling`
const source = sql`disruptions.disruption_state s
  join organisations.organisation o on o.id = s.owner_id join organisations.audience a on a.id = s.audience_id`

/** The disruptions of a threat that the actor can see, as at a moment: in one statement. */
export async function disruptionsOfThreat(
  tx: Transaction,
  threatReference: string,
  asAt: AsAt,
  limit: number,
): Promise<DisruptionsOfThreat> {
  const { rows } = await sql<DisruptionLine & { ofP: number }>`
    select * from (
      select ${line}, count(*) over (partition by s.four_p) as "ofP",
        row_number() over (partition by s.four_p order by s.record_date desc, s.reference desc) as place
      from ${source}
      where s.threat_reference = ${threatReference} and ${knownState({ asAt }, states)}
    ) ranked
    where place <= ${limit}
    order by "recordDate" desc, reference desc`.execute(tx)
  const byP = Object.fromEntries(rows.map(row => [row.fourP, row.ofP]))
  return {
    total: Object.values(byP).reduce((sum, count) => sum + count, 0),
    byP,
    latest: rows.slice(0, limit),
  }
}

/** The disruptions that name an action of a plan as what they came from, the latest first. */
export async function disruptionsFrom(
  tx: Transaction,
  action: string,
  asAt: AsAt,
  limit: number,
): Promise<readonly DisruptionLine[]> {
  const { rows } = await sql<DisruptionLine>`
    select ${line} from ${source}
    where s.plan_action_reference = ${action} and ${knownState({ asAt }, states)}
    order by s.record_date desc, s.reference desc limit ${limit}`.execute(tx)
  return rows
}

/** The other sides of an event, as other organisations recorded them: its lead, and whoever supported it. */
export async function otherSides(
  tx: Transaction,
  side: { readonly reference: string; readonly eventReference: string | undefined },
  asAt: AsAt,
  limit: number,
): Promise<readonly DisruptionLine[]> {
  const event = side.eventReference ?? side.reference
  const { rows } = await sql<DisruptionLine>`
    select ${line} from ${source}
    where (s.reference = ${event} or s.event_reference = ${event}) and s.reference <> ${side.reference}
      and ${knownState({ asAt }, states)}
    order by s.reference limit ${limit}`.execute(tx)
  return rows
}
