import { countsAsClosed } from '#modules/reference'
import { threat } from '#modules/threats'
import { plan, planAction } from '#modules/plans'
import { plannedAnew, type Transaction } from '#platform/database'
import type { Actor } from '#platform/http'
import {
  containsText,
  foundByAny,
  isAskedByParts,
  knownState,
  literally,
  referenceLike,
  stateTable,
} from '#platform/record'
import { type RawBuilder, sql } from 'kysely'

/** A threat as it is offered to whoever records a disruption against it. */
export interface OfferedThreat {
  readonly reference: string
  readonly name: string
  readonly threatType: string
  readonly owner: string
  readonly handling: string
  /** Whether the actor is its lead responsible officer. */
  readonly mine: boolean
  /** Whether it is of an organisation for which the actor records. */
  readonly own: boolean
  /** Whether the actor owns or deputises for a plan against it that is not closed, or has an action in one. */
  readonly planned: boolean
}

/** Threats that a search shows at most. */
export const mostFound = 12

const today = { asAt: { when: 'now' } } as const
const now = knownState(today, stateTable(threat))

function offered(actor: Actor): RawBuilder<OfferedThreat> {
  return sql`s.reference, s.name, s.threat_type as "threatType", o.name as owner, a.handling,
    coalesce(s.lead_responsible_officer = ${actor.email}, false) as mine,
    s.owner_id = any (${actor.recordsFor}::integer[]) as own,
    s.reference in (${plannedBy(actor)}) as planned`
}

/** The threats of the actor's plans. */
function plannedBy(actor: Actor): RawBuilder<unknown> {
  return sql`select p.threat_reference from (
    select s.id, s.threat_reference, s.reference, s.status from plans.plan_state s
    where ${knownState({ asAt: { when: 'now' } }, stateTable(plan))}) p
  where p.threat_reference is not null and p.status <> 'Closed' and (
    p.id in (select plans.led_by_actor())
    or p.reference in (select s.plan_reference from plans.action_state s
      where s.person_email = ${actor.email} and s.status <> 'Dropped'
        and ${knownState({ asAt: { when: 'now' } }, stateTable(planAction))}))`
}

const source = sql`threats.threat_state s join organisations.organisation o on o.id = s.owner_id
  join organisations.audience a on a.id = s.audience_id`

/**
 * The threats nearest to the actor: first those of their plans, then those whose lead responsible officer they are, then those
 * against which they, then their organisation, recorded disruptions last. Closed ones are left to the search.
 */
export async function nearThreats(
  tx: Transaction,
  actor: Actor,
  limits: { readonly mine: number; readonly near: number; readonly total: number },
): Promise<readonly OfferedThreat[]> {
  const { rows } = await sql<OfferedThreat>`
    with candidate as (
      select ${offered(actor)},
        (select max(d.recorded_from) from disruptions.disruption_state d
          where d.threat_reference = s.reference and d.person_id = ${actor.personId}) as by_me,
        (select max(d.recorded_from) from disruptions.disruption_state d
          where d.threat_reference = s.reference and d.owner_id = any (${actor.recordsFor}::integer[])) as by_us
      from ${source}
      where ${now} and not ${countsAsClosed(sql`s.phase`)}
        and (s.owner_id = any (${actor.recordsFor}::integer[]) or s.lead_responsible_officer = ${actor.email}
          or s.reference in (${plannedBy(actor)}))
    ), ranked as (
      select *, row_number() over (partition by planned, mine
        order by by_me desc nulls last, by_us desc nulls last, reference) as place from candidate
    )
    select reference, name, "threatType", owner, handling, mine, own, planned from ranked
    where place <= case when planned or mine then ${limits.mine}::integer else ${limits.near}::integer end
    order by planned desc, mine desc, place limit ${limits.total}`.execute(tx)
  return rows
}

/** One threat, if the actor may see it. */
export async function offeredThreat(
  tx: Transaction,
  actor: Actor,
  reference: string,
): Promise<OfferedThreat | undefined> {
  const { rows } = await sql<OfferedThreat>`
    select ${offered(actor)} from ${source} where ${now} and s.reference = ${storable(reference)}`.execute(tx)
  return rows[0]
}

/**
 * Threats that the actor may see whose reference or name holds every word of a text, the nearest first: the one of exactly that
 * reference, those of the actor's own, of their organisation, then the others.
 */
export async function findThreats(
  tx: Transaction,
  actor: Actor,
  text: string,
  limit: number,
): Promise<readonly OfferedThreat[]> {
  const words = storable(text).split(/\s+/u).filter(Boolean).slice(0, 10)
  if (words.length === 0) return []
  const { rows } = await sql<OfferedThreat>`
    select ${offered(actor)} from ${source} where ${plannedAnew} ${now} and ${sql.join(words.map(holds), sql` and `)}
    order by lower(s.reference) = lower(${storable(text).trim()}) desc, mine desc, own desc, s.reference limit ${limit}`.execute(
    tx,
  )
  return rows
}

/** Whether name or reference hold a word. */
function holds(word: string): RawBuilder<boolean> {
  const like = `%${literally(word)}%`
  const inName = containsText(threat, 'name', word, today)
  return isAskedByParts(threat, 'name', word, today)
    ? foundByAny(threat, [inName, referenceLike(threat, like)])
    : sql<boolean>`(${inName} or s.reference ilike ${like})`
}

/** No text in the database holds a NUL. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD')
}
