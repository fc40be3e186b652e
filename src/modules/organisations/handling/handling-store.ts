import { sql } from 'kysely'
import type { Transaction } from '#platform/database'
import type { Handling, RecordDeclaration } from '#platform/record'

/** Whose a record is and how it is handled: always today's, whatever day the site is on. */
export interface Holding {
  readonly ownerId: number
  readonly owner: string
  readonly handling: Handling
  readonly audienceId: number
}

/** How a record the actor may see is held, or undefined when there is none. */
export async function readHolding(
  tx: Transaction,
  record: RecordDeclaration,
  reference: string,
): Promise<Holding | undefined> {
  const { rows } = await sql<Holding>`
    select h.owner_id as "ownerId", o.name as owner, h.handling, h.audience_id as "audienceId"
    from ${sql.table(record.table)} h join organisations.organisation o on o.id = h.owner_id
    where h.reference = ${reference}`.execute(tx)
  return rows[0]
}

/** That a record was handled so from then on, by whom or by an import, and why. */
export interface StatedHandling {
  readonly handling: Handling
  readonly statedAt: Date
  readonly person: string | null
  readonly imported: boolean
  readonly reason: string | null
}

/** Every handling a record was given, the latest first. */
export async function statedHandlings(
  tx: Transaction,
  register: string,
  reference: string,
): Promise<readonly StatedHandling[]> {
  const { rows } = await sql<StatedHandling>`
    select s.handling, s.stated_at as "statedAt", p.name as person, s.import_id is not null as imported, s.reason
    from organisations.handling_stated s left join organisations.person p on p.id = s.person_id
    where s.register = ${register} and s.reference = ${reference}
    order by s.stated_at desc limit 200`.execute(tx)
  return rows
}

export interface NewHandling {
  readonly register: string
  readonly reference: string
  readonly handling: Handling
  readonly at: Date
  readonly personId: number
  readonly reason: string
}

/** States a handling, which holds from that instant until another is stated. */
export async function insertHandling(tx: Transaction, stated: NewHandling): Promise<void> {
  await sql`
    insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at, person_id, reason)
    values (${stated.register}, ${stated.reference}, ${stated.at}, ${stated.handling}, ${stated.at}, ${stated.personId},
      ${stated.reason})`.execute(tx)
}
