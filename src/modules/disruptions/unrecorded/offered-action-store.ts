import { listValues } from '#modules/reference'
import { type AsAt, londonToday } from '#platform/clock'
import { databaseInstant, type Transaction } from '#platform/database'
import type { WorkAsker } from '#platform/http'
import { knownState } from '#platform/record'
import { type RawBuilder, sql } from 'kysely'
import type { FinishedAction, Signs } from './looks-like-disruption.ts'

/** A finished action that may be a disruption nobody recorded. */
export interface OfferedAction extends FinishedAction {
  readonly reference: string
  readonly fourP: string
  readonly handling: string
  /** The day it was done. */
  readonly doneOn: string
}

const doneOn = sql`coalesce(s.done_on, (s.recorded_from at time zone 'Europe/London')::date)`

/**
 * Finished actions that look like a disruption, that nobody recorded and of which nobody said that they were none: of the actor, and
 * of plans that they own or deputise for. Those who did the work record it, not one analyst for all. As a source of states `s`.
 */
export function offeredActions({ actor, present }: Pick<WorkAsker, 'actor' | 'present'>): RawBuilder<unknown> {
  const today = londonToday(present)
  return sql`(
      select s.* from plans.action_state s
      where s.id in (
          select mine.id from plans.action_state mine
          where mine.recorded_to = 'infinity' and mine.in_error is null and mine.status = 'Done' and mine.person_email = ${actor.email}
          union
          select led.id from plans.plan_state p join plans.action_state led on led.plan_reference = p.reference
          where p.recorded_to = 'infinity' and p.in_error is null
            and p.id in (select plans.led_by_actor())
            and led.recorded_to = 'infinity' and led.in_error is null and led.status = 'Done')
        and not exists (select from disruptions.disruption_state d
          where d.plan_action_reference = s.reference and d.recorded_to = 'infinity' and d.in_error is null)
        and not exists (select from disruptions.not_a_disruption none where none.action_id = s.record_id)
        and ${doneOn} > ${today}::date
          - (select plans.threshold_on('finished-action-offered', ${today}::date, 'infinity'))::integer
      -- A fence: this is counted on every page, and what speaks for a disruption is slow to ask, so of few texts and last.
      offset 0
    ) s
    where s.tactic in (select v.value from reference.value v where v.list = 'tactics' and v.recorded_to = 'infinity'
        and coalesce(v.from_on <= ${today}::date, true) and coalesce(${today}::date < v.to_on, true))
      or disruptions.plain(s.says || ' ' || coalesce(s.outcome, ''))
        like any ((select disruptions.signs(${today}::date))::text[])`
}

/** The first fifty of them: prevent, protect and prepare work before pursue, what was done last first. */
export async function listOfferedActions(asker: WorkAsker): Promise<readonly OfferedAction[]> {
  const { rows } = await sql<OfferedAction & { outcome: string | null; tactic: string | null }>`
    select s.reference, s.says as text, s.outcome, s.tactic, s.four_p as "fourP", ${doneOn}::text as "doneOn",
      (select a.handling from plans.action a where a.id = s.record_id) as handling
    from ${offeredActions(asker)}
    order by (s.four_p = 'Pursue'), ${doneOn} desc, s.reference limit 50`.execute(asker.tx)
  return rows.map(row => ({ ...row, outcome: row.outcome ?? undefined, tactic: row.tactic ?? undefined }))
}

/** What speaks for a disruption on a day. */
export async function readSigns(tx: Transaction, day: string): Promise<Signs> {
  const tactics = await listValues(tx, 'tactics', day)
  const signs = await listValues(tx, 'disruption-signs', day)
  return {
    tactics: tactics.map(({ value }) => value),
    words: [...tactics.flatMap(({ value, words }) => [value, ...words]), ...signs.flatMap(({ words }) => words)],
  }
}

/** That an action was no disruption: who said so, when and why. */
export interface SaidNone {
  readonly at: Date
  readonly by: string
  readonly reason: string
}

/** What was said last, as at a moment. */
export async function saidNone(tx: Transaction, action: string, asAt: AsAt): Promise<SaidNone | undefined> {
  const { rows } = await sql<SaidNone>`
    select none.at, p.name as by, none.reason
    from disruptions.not_a_disruption none join plans.action a on a.id = none.action_id
    join organisations.person p on p.id = none.person_id
    where a.reference = ${action} and ${asAt.when === 'past' ? sql`none.at <= ${asAt.instant}` : sql`true`}
    order by none.at desc, none.id desc limit 1`.execute(tx)
  return rows[0]
}

/** Whether the actor may say so: whom the action was given to, and those who work on its plan. */
export async function maySayNone(tx: Transaction, action: string): Promise<boolean> {
  const { rows } = await sql`
    select from plans.action_state s join plans.plan p on p.reference = s.plan_reference
    where s.reference = ${action} and ${knownState({ asAt: { when: 'now' } }, 'plans.action_state')}
      and (plans.actor_does(s.record_id) or plans.actor_works_on(p.id))`.execute(tx)
  return rows.length > 0
}

/** Says that an action was no disruption. */
export async function sayNone(tx: Transaction, action: string, personId: number, reason: string): Promise<void> {
  await sql`insert into disruptions.not_a_disruption (action_id, at, person_id, reason)
    select a.id, ${await databaseInstant(tx)}, ${personId}, ${reason} from plans.action a where a.reference = ${action}`.execute(
    tx,
  )
}
