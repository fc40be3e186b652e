import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { knownState } from '#platform/record'
import { sql } from 'kysely'
import type { FourP } from '../four-ps.ts'

/** A plan as its threat's page lists it. */
export interface ThreatPlan {
  readonly reference: string
  readonly title: string
  readonly kind: string
  readonly organisation: string
  readonly owner: string | null
  readonly status: string
  readonly nextReviewOn: string | null
  readonly handling: string
  /** How many actions of each P are open; a P without any is not there. */
  readonly open: Readonly<Partial<Record<FourP, number>>>
}

/** The plans against a threat that the actor may see, as at a moment: those that are not closed first. */
export async function plansAgainst(tx: Transaction, threat: string, asAt: AsAt): Promise<readonly ThreatPlan[]> {
  const { rows } = await sql<ThreatPlan>`
    select s.reference, s.title, s.kind, o.name as organisation, s.owner_email as owner, s.status,
      s.next_review_on as "nextReviewOn", a.handling,
      coalesce((select jsonb_object_agg(four_p, open) from (
        select s2.four_p, count(*) as open from (
          select four_p, plan_reference, status from plans.action_state s
          where ${knownState({ asAt }, 'plans.action_state')}) s2
        where s2.plan_reference = s.reference and s2.status = 'Open' group by s2.four_p) counted), '{}') as open
    from plans.plan_state s
    join organisations.organisation o on o.id = s.owner_id join organisations.audience a on a.id = s.audience_id
    where s.threat_reference = ${threat} and ${knownState({ asAt }, 'plans.plan_state')}
    order by (s.status = 'Closed'), s.reference limit 20`.execute(tx)
  return rows
}
