import { sql } from 'kysely'
import { onlyRow, type Transaction } from '#platform/database'
import type { OrganisationKind } from '../organisation-store.ts'

/** What an administrator may state of an organisation. Days are 'YYYY-MM-DD', `toOn` the first on which it is no more. */
export interface OrganisationFacts {
  readonly name: string
  readonly abbreviation: string | undefined
  readonly code: string | undefined
  readonly fromOn: string | undefined
  readonly toOn: string | undefined
  readonly successorId: number | undefined
}

/** Held by whoever changes organisations or regions, so that two changes at once can't make what neither could alone. */
export async function holdOrganisations(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(4040408)`.execute(tx)
}

/** Adds an organisation and gives its id. */
export async function insertOrganisation(
  tx: Transaction,
  facts: Pick<OrganisationFacts, 'name' | 'abbreviation' | 'code' | 'fromOn'>,
  kind: OrganisationKind,
): Promise<number> {
  const result = await sql<{ id: number }>`
    insert into organisations.organisation (name, abbreviation, code, kind, from_on)
    values (${facts.name}, ${facts.abbreviation ?? null}, ${facts.code ?? null}, ${kind}, ${facts.fromOn ?? null}::date)
    returning id`.execute(tx)
  return onlyRow(result).id
}

export async function updateOrganisation(tx: Transaction, id: number, facts: OrganisationFacts): Promise<void> {
  await sql`
    update organisations.organisation
    set name = ${facts.name}, abbreviation = ${facts.abbreviation ?? null}, code = ${facts.code ?? null},
      from_on = ${facts.fromOn ?? null}::date, to_on = ${facts.toOn ?? null}::date,
      successor_id = ${facts.successorId ?? null}::integer
    where id = ${id}`.execute(tx)
}

/** The other names an organisation is known by, as they are compared. */
export async function aliasesOf(tx: Transaction, organisationId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ alias: string }>`
    select alias from organisations.organisation_alias where organisation_id = ${organisationId} order by alias`.execute(
    tx,
  )
  return rows.map(row => row.alias)
}

/** Makes these all the other names of an organisation. None may be another organisation's. */
export async function setAliases(tx: Transaction, organisationId: number, aliases: readonly string[]): Promise<void> {
  await sql`
    delete from organisations.organisation_alias
    where organisation_id = ${organisationId}
      and alias <> all (array(select organisations.name_key(alias) from unnest(${aliases}::text[]) alias))`.execute(tx)
  await sql`
    insert into organisations.organisation_alias (alias, organisation_id)
    select distinct organisations.name_key(alias), ${organisationId}::integer from unnest(${aliases}::text[]) alias
    on conflict (alias) do nothing`.execute(tx)
}
