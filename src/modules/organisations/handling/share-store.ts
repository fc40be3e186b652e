import { sql } from 'kysely'
import { onlyRow, type Transaction } from '#platform/database'

/** That an organisation or a person may see a record beyond its handling. */
export interface Share {
  readonly id: number
  readonly organisationId: number | null
  readonly personId: number | null
  /** The organisation's name, or the person's with their organisation. */
  readonly sharedWith: string
  /** All states of the record, or those that held when it was shared and after. */
  readonly withHistory: boolean
  readonly fromAt: Date
  readonly toAt: Date | null
  readonly sharedBy: string
  readonly endedBy: string | null
  readonly reason: string | null
}

/** Every share of a record, those in force first. */
export async function sharesOf(tx: Transaction, register: string, reference: string): Promise<readonly Share[]> {
  const { rows } = await sql<Share>`
    select s.id, s.organisation_id as "organisationId", s.person_id as "personId",
      coalesce(o.name, p.name || ', ' || po.name) as "sharedWith", s.with_history as "withHistory", s.from_at as "fromAt",
      s.to_at as "toAt", giver.name as "sharedBy", ender.name as "endedBy", s.reason
    from organisations.share s
    left join organisations.organisation o on o.id = s.organisation_id
    left join organisations.person p on p.id = s.person_id
    left join organisations.organisation po on po.id = p.organisation_id
    join organisations.person giver on giver.id = s.shared_by
    left join organisations.person ender on ender.id = s.ended_by
    where s.register = ${register} and s.reference = ${reference}
    order by s.to_at is not null, s.from_at desc, s.id desc limit 500`.execute(tx)
  return rows
}

export interface NewShare {
  readonly register: string
  readonly reference: string
  readonly organisationId?: number | undefined
  readonly personId?: number | undefined
  readonly withHistory: boolean
  readonly fromAt: Date
  readonly sharedBy: number
  readonly reason: string
}

export async function insertShare(tx: Transaction, share: NewShare): Promise<number> {
  const result = await sql<{ id: number }>`
    insert into organisations.share
      (register, reference, organisation_id, person_id, with_history, from_at, shared_by, reason)
    values (${share.register}, ${share.reference}, ${share.organisationId ?? null}::integer,
      ${share.personId ?? null}::integer, ${share.withHistory}, ${share.fromAt}, ${share.sharedBy}, ${share.reason})
    returning id`.execute(tx)
  return onlyRow(result).id
}

export async function setShareEnd(tx: Transaction, shareId: number, at: Date, endedBy: number): Promise<void> {
  await sql`
    update organisations.share set to_at = ${at}, ended_by = ${endedBy}
    where id = ${shareId} and to_at is null`.execute(tx)
}
