import { type RawBuilder, sql } from 'kysely'
import { countsAsClosed } from '#modules/reference'
import type { Actor, Visit, WorkItem, WorkList, WorkOffer } from '#platform/http'
import { withheldHandlings } from '#platform/register-pages'
import { assessmentHref } from './assessment.ts'

/** What waits for people in assessing: to submit, to put right, to moderate, and threats that nobody assessed, or not for long. */
export const assessmentWork: readonly WorkOffer[] = [
  ofAssessments({
    name: 'assessments-returned',
    heading: 'Assessments returned to you',
    permission: 'assessment.record',
    says: 'Put it right and submit it again',
    part: '/scores',
    which: actor => sql<boolean>`a.state = 'Returned' and a.assessor_id = ${actor.personId}`,
  }),
  ofAssessments({
    name: 'assessments-to-submit',
    heading: 'Assessments to submit',
    permission: 'assessment.record',
    says: 'Begun by you',
    part: '/scores',
    which: actor => sql<boolean>`a.state = 'Draft' and a.assessor_id = ${actor.personId}`,
  }),
  ofAssessments({
    name: 'assessments-to-moderate',
    heading: 'Assessments to moderate',
    permission: 'assessment.moderate',
    says: 'Submitted by another organisation',
    part: '/moderate',
    which: actor => sql<boolean>`a.state = 'Submitted' and a.second_to is null
      and a.organisation_id <> all (${actor.recordsFor}::integer[]) and t.owner_id <> all (${actor.recordsFor}::integer[])
      and not exists (select from threats.assessment blind
        where blind.second_to = a.id and blind.assessor_id = ${actor.personId} and blind.state = 'Draft')`,
  }),
  ofThreats({
    name: 'threats-not-assessed',
    heading: 'Threats of yours that were not assessed',
    which: sql<boolean>`s.moderation_status <> 'Moderated'`,
    since: sql`(select min(x.recorded_from) from threats.threat_state x where x.record_id = s.record_id)`,
  }),
  ofThreats({
    name: 'threats-to-assess-again',
    heading: 'Threats of yours that were not assessed for long',
    // As lastAssessed() before that day, and asked so that most threats are told by their own row.
    which: sql<boolean>`s.moderation_status = 'Moderated'
      and (s.recorded_from < ${longAgo()} or ${wasModerated()} or exists (${stateWithTier(longAgo())}))
      and not ${wasModerated(longAgo())}`,
    since: lastAssessed(),
  }),
]

interface OfAssessments extends Pick<WorkOffer, 'name' | 'heading' | 'permission'> {
  readonly says: string
  /** The page that the work is done on. */
  readonly part: string
  readonly which: (actor: Actor) => RawBuilder<boolean>
}

function ofAssessments({ says, part, which, ...offer }: OfAssessments): WorkOffer {
  const from = (actor: Actor) => sql`threats.assessment a join threats.threat t on t.id = a.record_id
    join threats.threat_state s on s.record_id = t.id and s.recorded_to = 'infinity' and s.in_error is null
    where ${which(actor)}`
  return {
    ...offer,
    count: ({ actor }) => sql<number>`(select count(*) from ${from(actor)})`,
    list: async visit => {
      const { rows } = await sql<Row>`
        select t.reference, s.name, t.handling, a.reference as assessment, coalesce(
          (select max(step.at) from threats.assessment_step step where step.assessment_id = a.id), a.begun_at) as since
        from ${from(visit.actor)} order by since, a.reference limit 50`.execute(visit.tx)
      return listOf(visit, rows, row => ({ href: assessmentHref(row.assessment ?? '', part), says }))
    },
  }
}

interface OfThreats extends Pick<WorkOffer, 'name' | 'heading'> {
  readonly which: RawBuilder<boolean>
  readonly since: RawBuilder<unknown>
}

/**
 * Threats of the actor: of their organisation for analysts, else those they lead. Tactical, serious and organised, not closed, and
 * no assessment of them under way.
 */
function ofThreats({ which, since, ...offer }: OfThreats): WorkOffer {
  const from = (actor: Actor) => sql`threats.threat_state s
    where s.recorded_to = 'infinity' and s.in_error is null
      and ${
        isAnalyst(actor)
          ? sql`s.owner_id = any (${actor.recordsFor}::integer[])`
          : sql`s.lead_responsible_officer = ${actor.email}`
      }
      and s.type = 'Tactical' and s.soc = 'SOC' and not ${countsAsClosed(sql`s.phase`)} and ${which}
      and not exists (select from threats.assessment a
        where a.record_id = s.record_id and a.second_to is null and a.state in ('Draft', 'Submitted', 'Returned'))`
  return {
    ...offer,
    permission: 'record.write',
    count: ({ actor }) => sql<number>`(select count(*) from ${from(actor)})`,
    list: async visit => {
      const { rows } = await sql<Row>`
        select s.reference, s.name, (select t.handling from threats.threat t where t.id = s.record_id) as handling,
          ${since} as since
        from ${from(visit.actor)} order by since, s.reference limit 50`.execute(visit.tx)
      const says = isAnalyst(visit.actor) ? 'Of your organisation' : 'You are its lead responsible officer'
      return listOf(visit, rows, row => ({ href: `/threats/${encodeURIComponent(row.reference)}`, says }))
    },
  }
}

function isAnalyst(actor: Actor): boolean {
  return actor.parts.includes('analyst')
}

/** An assessment from before this moment is from long ago, by the model that is used today. */
function longAgo(): RawBuilder<Date> {
  return sql<Date>`(select now() - make_interval(days => (m.definition ->> 'reassessAfterDays')::integer)
    from threats.assessment_model m where m.from_on <= current_date order by m.version desc limit 1)`
}

/** Whether an assessment of a threat `s` was moderated, since a moment or at any time. */
function wasModerated(since?: RawBuilder<Date>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from threats.assessment a join threats.assessment_step step on step.assessment_id = a.id
    where a.record_id = s.record_id and a.second_to is null and step.act = 'moderate'
      and ${since === undefined ? sql`true` : sql`step.at >= ${since}`})`
}

/** The states of a threat `s` from before a moment that were moderated to the tier that it has. */
function stateWithTier(before: RawBuilder<Date>): RawBuilder<unknown> {
  return sql`select from threats.threat_state x where x.record_id = s.record_id
    and x.moderation_status = 'Moderated' and x.tier is not distinct from s.tier and x.recorded_from < ${before}`
}

/** When a threat `s` was moderated last: here, or since when it is known with this tier from elsewhere. */
function lastAssessed(): RawBuilder<Date> {
  return sql<Date>`coalesce(
    (select max(step.at) from threats.assessment a join threats.assessment_step step on step.assessment_id = a.id
      where a.record_id = s.record_id and a.second_to is null and step.act = 'moderate'),
    (select min(x.recorded_from) from threats.threat_state x where x.record_id = s.record_id
      and x.moderation_status = 'Moderated' and x.tier is not distinct from s.tier))`
}

interface Row {
  readonly reference: string
  readonly name: string
  readonly handling: string
  readonly since: Date
  readonly assessment?: string
}

/** A record whose handling demands a reason is named by its reference alone until one was given. */
async function listOf(
  visit: Visit,
  rows: readonly Row[],
  of: (row: Row) => Pick<WorkItem, 'href' | 'says'>,
): Promise<WorkList> {
  const withheld = await withheldHandlings(visit)
  return {
    items: rows.map(row => ({
      title: withheld.includes(row.handling) ? row.reference : `${row.name} (${row.reference})`,
      since: row.since,
      ...of(row),
    })),
    shown: { register: 'threats', references: rows.map(({ reference }) => reference) },
  }
}
