import type { AsAt } from '#platform/clock'
import { onlyRow, type Transaction } from '#platform/database'
import { sql } from 'kysely'
import { holdPlan, type Taken, takenBy } from '../steps/step-store.ts'

export const handOverAnswers = ['Accepted', 'Refused', 'Withdrawn'] as const
export type HandOverAnswer = (typeof handOverAnswers)[number]

/** An offer of a plan to a new owner, as it stood at a moment. */
export interface HandOver extends Taken {
  readonly number: number
  /** Who owned the plan then. */
  readonly from: string | undefined
  readonly to: string
  readonly message: string
  /** Undefined while it waits. */
  readonly answer: HandOverAnswer | undefined
  readonly answeredAt: Date | undefined
  readonly reason: string | undefined
}

/** The offers of a plan up to a moment, the latest first. What was answered later waits. */
export async function handOversOf(tx: Transaction, planId: number, asAt: AsAt): Promise<readonly HandOver[]> {
  const known = asAt.when === 'now' ? sql`true` : sql`s.answered_at <= ${asAt.instant}`
  const { rows } = await sql<HandOverRow>`
    select s.id as number, s.from_email as "from", s.to_email as "to", s.says as message, s.at,
      json_build_object('name', p.name, 'email', p.email) as person,
      case when ${known} then s.answer end as answer, case when ${known} then s.answered_at end as "answeredAt",
      case when ${known} then s.reason end as reason
    from plans.hand_over s join organisations.person p on p.id = s.offered_by
    where s.plan_id = ${planId} and ${takenBy(asAt)} order by s.id desc`.execute(tx)
  return rows.map(toHandOver)
}

/** An offer that waits for the actor, with the plan's id and reference: they are told, though the plan may be hidden from them. */
export async function offerTo(
  tx: Transaction,
  id: string,
): Promise<{ readonly offer: HandOver; readonly planId: number; readonly planReference: string } | undefined> {
  if (!/^\d{1,15}$/.test(id)) return undefined
  const { rows } = await sql<HandOverRow & { planId: number; planReference: string }>`
    select s.id as number, s.from_email as "from", s.to_email as "to", s.says as message, s.at, s.answer,
      json_build_object('name', p.name, 'email', p.email) as person, s.answered_at as "answeredAt", s.reason,
      mine.plan_id as "planId", mine.plan_reference as "planReference"
    from plans.handed_to_actor() mine
    join plans.hand_over s on s.id = mine.hand_over_id join organisations.person p on p.id = s.offered_by
    where s.id = ${id}::bigint`.execute(tx)
  const [row] = rows
  return row && { offer: toHandOver(row), planId: row.planId, planReference: row.planReference }
}

interface HandOverRow extends Taken {
  readonly number: number
  readonly from: string | null
  readonly to: string
  readonly message: string
  readonly answer: HandOverAnswer | null
  readonly answeredAt: Date | null
  readonly reason: string | null
}

function toHandOver({ from, answer, answeredAt, reason, ...row }: HandOverRow): HandOver {
  return {
    ...row,
    from: from ?? undefined,
    answer: answer ?? undefined,
    answeredAt: answeredAt ?? undefined,
    reason: reason ?? undefined,
  }
}

interface Offering {
  readonly planId: number
  readonly personId: number
  readonly to: string
  readonly message: string
}

/** Offers a plan to a new owner. The offer's number; 'waiting' when another offer waits; 'closed' when there can be none any more. */
export async function offerPlan(
  tx: Transaction,
  { planId, personId, to, message }: Offering,
): Promise<number | 'waiting' | 'closed'> {
  const at = await holdPlan(tx, planId)
  if (at === undefined) return 'closed'
  const waiting = await sql`select from plans.hand_over where plan_id = ${planId} and answer is null`.execute(tx)
  if (waiting.rows.length > 0) return 'waiting'
  return onlyRow(
    await sql<{ number: number }>`
      insert into plans.hand_over (plan_id, at, offered_by, from_email, to_email, says)
      values (${planId}, ${at}, ${personId}, (select s.owner_email from plans.plan_state s
        where s.record_id = ${planId} and s.recorded_to = 'infinity'), ${to}, ${message})
      returning id as number`.execute(tx),
  ).number
}

/** Answers an offer, or withdraws it. False when it no longer waits, or is not the actor's to answer. */
export async function answerHandOver(
  tx: Transaction,
  { planId, number }: { readonly planId: number; readonly number: number },
  answer: HandOverAnswer,
  reason?: string,
): Promise<boolean> {
  const at = await holdPlan(tx, planId)
  if (at === undefined) return false
  const { outcome } = onlyRow(
    await sql<{ outcome: string }>`
      select plans.answer_hand_over(${number}, ${answer}, ${reason ?? null}, ${at}) as outcome`.execute(tx),
  )
  return outcome === 'recorded'
}

/** Someone with an account, as far as it matters to whom a plan is offered. */
export interface Receiver {
  readonly name: string
  readonly email: string
  readonly parts: readonly string[]
  /** Whether they can see the plan as it is handled and shared today. */
  readonly seesPlan: boolean
}

/** Whoever can sign in here with an email. */
export async function receiverOf(tx: Transaction, email: string, planId: number): Promise<Receiver | undefined> {
  const { rows } = await sql<Receiver>`
    select p.name, p.email, p.parts, exists (
      select from organisations.grounds_of(p.id) ground
      join plans.plan plan on plan.audience_id = ground.audience_id where plan.id = ${planId}) as "seesPlan"
    from organisations.person p
    where p.email = ${email} and p.disabled_at is null and not p.parts && array['system']`.execute(tx)
  return rows[0]
}
