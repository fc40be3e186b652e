import { sql } from 'kysely'
import { asAtInstant } from '#platform/clock'
import type { Visit } from '#platform/http'
import type { ScoredPair } from './agreement.ts'

/**
 * Every score of blind second scorings beside that of the first, as submitted by the visit's moment: of what the actor may see,
 * since each pair names two organisations and a threat that may be hidden. Scores that either does not know are left out.
 */
export async function scoredPairs(visit: Pick<Visit, 'tx' | 'asAt' | 'present'>): Promise<readonly ScoredPair[]> {
  const until = asAtInstant(visit.asAt, visit.present)
  const asked = visit.asAt.when === 'past' ? sql`and s.at <= ${until}` : sql``
  const { rows } = await sql<ScoredPair>`
    with last as (
      select distinct on (s.assessment_id) s.assessment_id, s.state, s.at, s.scores
      from threats.assessment_step s where s.act <> 'save' ${asked}
      order by s.assessment_id, s.number desc
    )
    select b.reference as pair, fo.name as "firstOrganisation", so.name as "secondOrganisation",
      to_char(second.at at time zone 'UTC', 'YYYY-"Q"Q') as quarter, score.key as dimension,
      (first.scores -> score.key ->> 'score')::integer as first, (score.value ->> 'score')::integer as second
    from threats.assessment b
    join threats.assessment a on a.id = b.second_to
    join last second on second.assessment_id = b.id and second.state = 'Submitted'
    join last first on first.assessment_id = a.id and first.state <> 'Withdrawn'
    join organisations.organisation fo on fo.id = a.organisation_id
    join organisations.organisation so on so.id = b.organisation_id
    cross join lateral jsonb_each(second.scores) score
    where jsonb_typeof(score.value -> 'score') = 'number'
      and jsonb_typeof(first.scores -> score.key -> 'score') = 'number'
    order by pair, dimension`.execute(visit.tx)
  return rows
}
