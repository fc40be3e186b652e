import type { Transaction } from '#platform/database'
import { type RawBuilder, sql } from 'kysely'
import type { SampleStep } from './sample-plan.ts'

type Kind = SampleStep['kind']

/** Adds what the transaction's actor did on plans, as the plans' own policies let them. Nobody else did anything on these. */
export async function addSteps(tx: Transaction, steps: readonly SampleStep[]): Promise<void> {
  for (const kind of Object.keys(insertions) as Kind[]) {
    const chosen = steps.filter(step => step.kind === kind)
    if (chosen.length > 0) await insertions[kind](chosen).execute(tx)
  }
}

const actor = sql`(select organisations.actor_id())`
const number = sql`row_number() over (partition by p.id order by r.at)`

const rowsOf = (steps: readonly SampleStep[], columns: string) =>
  sql`jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as r (plan text, at timestamptz, ${sql.raw(columns)})
    join plans.plan p on p.reference = r.plan`

const insertions: Readonly<Record<Kind, (steps: readonly SampleStep[]) => RawBuilder<unknown>>> = {
  consultation: steps => sql`
    insert into plans.consultation (plan_id, number, at, person_id, consulted_on, partner, said)
    select p.id, ${number}, r.at, ${actor}, r."on", r.partner, r.said
    from ${rowsOf(steps, '"on" date, partner text, said text')}`,
  review: steps => sql`
    insert into plans.review
      (plan_id, number, held_on, at, person_id, by_owner, attended, changed, investigation, next_review_on)
    select p.id, ${number}, r."heldOn", r.at, ${actor}, r."byOwner", r.attended, r.changed, r.investigation, r.next
    from ${rowsOf(steps, '"heldOn" date, "byOwner" boolean, attended text, changed text, investigation text, next date')}`,
  decision: steps => sql`
    insert into plans.decision (plan_id, number, at, person_id, decided, rationale)
    select p.id, ${number}, r.at, ${actor}, r.decided, r.rationale
    from ${rowsOf(steps, 'decided text, rationale text')}`,
  measurement: steps => sql`
    insert into plans.measurement (aim_id, at, person_id, measured_on, value)
    select a.id, r.at, ${actor}, r."on", r.value
    from ${rowsOf(steps, '"on" date, aim text, value numeric')} join plans.aim a on a.reference = r.aim`,
  'hand-over': steps => sql`
    insert into plans.hand_over (plan_id, at, offered_by, from_email, to_email, says)
    select p.id, r.at, ${actor}, (select email from organisations.person where id = ${actor}), r."to", r.says
    from ${rowsOf(steps, '"to" text, says text')}`,
}
