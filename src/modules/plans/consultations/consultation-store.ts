import type { AsAt } from '#platform/clock'
import { onlyRow, type Transaction } from '#platform/database'
import { findOrganisations } from '#platform/record'
import { sql } from 'kysely'
import { holdPlan, type Taken, takenBy, takenColumns } from '../steps/step-store.ts'
import type { StatedConsultation } from './read-consultation.ts'

/** A partner who was consulted on a plan, as it was recorded. */
export interface Consultation extends Taken, StatedConsultation {
  readonly number: number
  /** The partner's name, where it is an organisation that is known here. */
  readonly organisation: string | undefined
}

/** The partners who were consulted on a plan, as recorded up to a moment: the latest consultation first. */
export async function consultationsOf(tx: Transaction, planId: number, asAt: AsAt): Promise<readonly Consultation[]> {
  const { rows } = await sql<Omit<Consultation, 'organisation'> & { readonly organisation: string | null }>`
    select s.number, s.consulted_on as "consultedOn", s.partner, o.name as organisation, s.said, ${takenColumns}
    from plans.consultation s
    join organisations.person p on p.id = s.person_id
    left join organisations.organisation o on o.id = s.organisation_id
    where s.plan_id = ${planId} and ${takenBy(asAt)} order by s.consulted_on desc, s.number desc`.execute(tx)
  return rows.map(row => ({ ...row, organisation: row.organisation ?? undefined }))
}

/**
 * Records whom a plan was talked over with. A partner that is known here by this name, code or abbreviation is that organisation.
 * Its number; undefined when the plan was closed meanwhile, or is not the actor's to work on.
 */
export async function addConsultation(
  tx: Transaction,
  planId: number,
  personId: number,
  { consultedOn, partner, said }: StatedConsultation,
): Promise<number | undefined> {
  const at = await holdPlan(tx, planId)
  if (at === undefined) return undefined
  const known = (await findOrganisations(tx, [partner])).find(partner)
  return onlyRow(
    await sql<{ number: number }>`
      insert into plans.consultation (plan_id, number, at, person_id, consulted_on, partner, organisation_id, said)
      values (${planId}, (select coalesce(max(number), 0) + 1 from plans.consultation where plan_id = ${planId}), ${at},
        ${personId}, ${consultedOn}::date, ${known?.name ?? partner}, ${known?.id ?? null}, ${said})
      returning number`.execute(tx),
  ).number
}
