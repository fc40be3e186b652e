import { sql } from 'kysely'
import type { Transaction } from '#platform/database'
import { nameKey } from './name-key.ts'

export const organisationKinds = [
  'Police force',
  'Regional organised crime unit',
  'National agency',
  'Partner',
  'Inspectorate',
  'Oversight',
  'Administration',
] as const
export type OrganisationKind = (typeof organisationKinds)[number]

/** An organisation. It was there from a day (or ever) up to but not including another (or is still). Days are 'YYYY-MM-DD'. */
export interface Organisation {
  readonly id: number
  readonly name: string
  readonly abbreviation: string | undefined
  readonly code: string | undefined
  readonly kind: OrganisationKind
  readonly fromOn: string | undefined
  readonly toOn: string | undefined
  readonly successorId: number | undefined
}

export interface Region {
  readonly id: number
  readonly name: string
}

/** Finds organisations by what people call them: name, alias, code or abbreviation. */
export interface OrganisationIndex {
  readonly find: (text: string) => Organisation | undefined
}

/** Every organisation there is or was, by name. */
export async function listOrganisations(tx: Transaction): Promise<readonly Organisation[]> {
  const { rows } = await sql<OrganisationRow>`
    select id, name, abbreviation, code, kind, from_on as "fromOn", to_on as "toOn", successor_id as "successorId"
    from organisations.organisation order by name, id`.execute(tx)
  return rows.map(toOrganisation)
}

/** An index of all organisations, for as many look-ups as a file has rows. A name goes before an alias, code, abbreviation. */
export async function organisationIndex(tx: Transaction): Promise<OrganisationIndex> {
  const organisations = await listOrganisations(tx)
  const byId = new Map(organisations.map(one => [one.id, one]))
  const byKey = new Map<string, Organisation>()
  const add = (text: string | undefined, organisation: Organisation | undefined) => {
    if (text === undefined || organisation === undefined) return
    const key = nameKey(text)
    if (!byKey.has(key)) byKey.set(key, organisation)
  }
  for (const one of organisations) add(one.name, one)
  const { rows: aliases } = await sql<{ alias: string; id: number }>`
    select alias, organisation_id as id from organisations.organisation_alias order by alias`.execute(tx)
  for (const { alias, id } of aliases) add(alias, byId.get(id))
  for (const one of organisations) add(one.code, one)
  for (const one of organisations) add(one.abbreviation, one)
  return { find: text => byKey.get(nameKey(text)) }
}

/** Every region, by name. */
export async function listRegions(tx: Transaction): Promise<readonly Region[]> {
  const { rows } = await sql<Region>`select id, name from organisations.region order by name`.execute(tx)
  return rows
}

/** The organisations (ids) that made up any of these regions on a day, 'YYYY-MM-DD'. An unknown region has none. */
export async function membersOn(
  tx: Transaction,
  regionNames: readonly string[],
  day: string,
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct m.organisation_id as id
    from organisations.region_member m join organisations.region r on r.id = m.region_id
    where r.name = any (${regionNames}::text[])
      and (m.from_on is null or m.from_on <= ${day}::date) and (m.to_on is null or ${day}::date < m.to_on)
    order by id`.execute(tx)
  return rows.map(row => row.id)
}

interface OrganisationRow {
  readonly id: number
  readonly name: string
  readonly abbreviation: string | null
  readonly code: string | null
  readonly kind: OrganisationKind
  readonly fromOn: string | null
  readonly toOn: string | null
  readonly successorId: number | null
}

function toOrganisation(row: OrganisationRow): Organisation {
  return {
    id: row.id,
    name: row.name,
    abbreviation: row.abbreviation ?? undefined,
    code: row.code ?? undefined,
    kind: row.kind,
    fromOn: row.fromOn ?? undefined,
    toOn: row.toOn ?? undefined,
    successorId: row.successorId ?? undefined,
  }
}
