import { aim, planAction } from '#modules/plans'
import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { knownState, stateTable } from '#platform/record'
import { type RawBuilder, sql } from 'kysely'
import { countedDisruption } from '../counted-disruption.ts'
import type { DisruptionLine } from '../disruption-store.ts'

/** What the disruptions of one month achieved for an aim. Results are those of leads: support never counts twice. */
export interface MonthAchieved {
  readonly aim: string
  /** 'YYYY-MM', by the day of the event. */
  readonly month: string
  /** Lead disruptions that inspectors count: major, moderate or minor. */
  readonly disruptions: number
  readonly supports: number
  readonly arrests: number
  readonly charges: number
  readonly cashSeizedPence: number
  readonly peopleSafeguarded: number
  readonly referrals: number
}

const states = 'disruptions.disruption_state'
const lead = sql`s.disruption_type = 'Lead Disruption' and s.assessment_category <> 'No disruption'`
const sumOfLeads = (of: RawBuilder<unknown>) => sql`coalesce(sum(${of}) filter (where ${lead}), 0)::double precision`

const figures = sql`
  (count(*) filter (where ${countedDisruption}))::integer as disruptions,
  (count(*) filter (where s.disruption_type = 'Support Disruption'))::integer as supports,
  ${sumOfLeads(sql`s.arrests`)} as arrests, ${sumOfLeads(sql`s.charges`)} as charges,
  ${sumOfLeads(sql`s.cash_seized_pence`)} as "cashSeizedPence",
  ${sumOfLeads(sql`coalesce(s.adults_safeguarded, 0) + coalesce(s.children_safeguarded, 0)`)} as "peopleSafeguarded",
  ${sumOfLeads(sql`s.referrals`)} as referrals`

/**
 * What disruptions achieved for aims, by month, as known at a moment: those that name the aim, or an action that is for it. Of what
 * the actor may see.
 */
export async function achievedOf(
  tx: Transaction,
  aims: readonly string[],
  asAt: AsAt,
): Promise<readonly MonthAchieved[]> {
  const now = known(asAt, states)
  // Each way of naming it by an index of its own: joined at once they would be looked through again and again.
  const { rows } = await sql<MonthAchieved>`
    with action as materialized (${actionsWhere(asAt, sql`s.aim_reference = any (${aims}::text[])`)}),
    named as materialized (
      select s.*, s.aim_reference as aim from disruptions.disruption_state s
      where s.aim_reference = any (${aims}::text[]) and ${now}
      union all
      select s.*, (select action.aim_reference from action where action.reference = s.plan_action_reference)
      from disruptions.disruption_state s
      where s.plan_action_reference = any (array(select action.reference from action)) and s.aim_reference is null and ${now}
    )
    select s.aim, to_char(s.record_date, 'YYYY-MM') as month, ${figures} from named s group by 1, 2 order by 2, 1`.execute(
    tx,
  )
  return rows
}

/** How many disruptions there are against a plan, by the part that they name. */
export interface AgainstPlan {
  /** The aim that they serve; null for those that name only an action without one. */
  readonly aim: string | null
  /** Whether they name a part of the plan at all: else they are only against its threat. */
  readonly named: boolean
  readonly fourP: string
  readonly disruptions: number
  readonly supports: number
  /** Counted leads of the year up to the day. */
  readonly ofYear: number
}

/** The disruptions against a plan: those that name an action or an aim of it, and those against its threat that name none. */
export async function againstPlan(
  tx: Transaction,
  of: { readonly plan: string; readonly threat: string | null },
  asAt: AsAt,
  day: string,
): Promise<readonly AgainstPlan[]> {
  const { rows } = await sql<AgainstPlan>`
    select aim, named, four_p as "fourP", (count(*) filter (where is_counted))::integer as disruptions,
      (count(*) filter (where is_support))::integer as supports,
      (count(*) filter (where is_counted and record_date > (${day}::date - interval '1 year')::date
        and record_date <= ${day}::date))::integer as "ofYear"
    from (${disruptionsAgainst(of, asAt)}) against
    group by 1, 2, 3`.execute(tx)
  return rows
}

/** The latest of them, by the day of the event. */
export async function latestAgainstPlan(
  tx: Transaction,
  of: { readonly plan: string; readonly threat: string | null },
  asAt: AsAt,
  limit: number,
): Promise<readonly DisruptionLine[]> {
  const { rows } = await sql<DisruptionLine>`
    select s.reference, s.record_date as "recordDate", s.title, s.four_p as "fourP",
      s.assessment_category as "assessmentCategory", s.disruption_type as "disruptionType", o.name as "leadOrganisation",
      a.handling
    from (${disruptionsAgainst(of, asAt)}) s
    join organisations.organisation o on o.id = s.owner_id join organisations.audience a on a.id = s.audience_id
    order by s.record_date desc, s.reference desc limit ${limit}`.execute(tx)
  return rows
}

/** Each once, whichever parts of the plan it names. */
function disruptionsAgainst(
  { plan: reference, threat }: { readonly plan: string; readonly threat: string | null },
  asAt: AsAt,
): RawBuilder<unknown> {
  const whole = sql`s.plan_reference = ${reference}`
  const now = known(asAt, states)
  return sql`
    with action as materialized (${actionsWhere(asAt, whole)}),
    aim as materialized (select s.reference from plans.aim_state s where ${whole} and ${known(asAt, stateTable(aim))}),
    against as materialized (
      select s.* from disruptions.disruption_state s where s.threat_reference = ${threat} and ${now}
      union
      select s.* from disruptions.disruption_state s
      where s.plan_action_reference = any (array(select action.reference from action)) and ${now}
      union
      select s.* from disruptions.disruption_state s
      where s.aim_reference = any (array(select aim.reference from aim)) and ${now}
    )
    select s.reference, s.record_date, s.title, s.four_p, s.assessment_category, s.disruption_type, s.owner_id, s.audience_id,
      coalesce(aim.reference, action.aim_reference) as aim,
      aim.reference is not null or action.reference is not null as named,
      ${countedDisruption} as is_counted, s.disruption_type = 'Support Disruption' as is_support
    from against s
    left join action on action.reference = s.plan_action_reference
    left join aim on aim.reference = s.aim_reference`
}

function actionsWhere(asAt: AsAt, which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select s.reference, s.aim_reference from plans.action_state s
    where ${which} and ${known(asAt, stateTable(planAction))}`
}

function known(asAt: AsAt, table: string): RawBuilder<boolean> {
  return knownState({ asAt }, table)
}
