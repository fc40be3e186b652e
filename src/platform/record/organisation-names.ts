import { sql } from 'kysely'
import type { Transaction } from '#platform/database'
import type { OrganisationFinder } from './parse-field.ts'

/** The names of organisations, by id. */
export async function organisationNames(tx: Transaction, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from organisations.organisation where id = any (${ids}::integer[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The ids of organisations, by the very names they have here. */
export async function organisationIds(tx: Transaction, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map()
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from organisations.organisation where name = any (${names}::text[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [name, id]))
}

/** Finds, of these texts, the organisations that they are names, aliases, codes or abbreviations of, in that order. */
export async function findOrganisations(tx: Transaction, texts: readonly string[]): Promise<OrganisationFinder> {
  const asked = [...new Set(texts)].filter(text => !text.includes('\u0000'))
  if (asked.length === 0) return { find: () => undefined }
  const { rows } = await sql<{ text: string; id: number; name: string }>`
    with known (called, id, place) as (
      select name, id, 1 from organisations.organisation
      union all select alias, organisation_id, 2 from organisations.organisation_alias
      union all select code, id, 3 from organisations.organisation where code is not null
      union all select abbreviation, id, 4 from organisations.organisation where abbreviation is not null
    )
    select distinct on (asked.text) asked.text, o.id, o.name
    from unnest(${asked}::text[]) asked (text)
    join known on organisations.name_key(known.called) = organisations.name_key(asked.text)
    join organisations.organisation o on o.id = known.id
    order by asked.text, known.place, o.name`.execute(tx)
  const found = new Map(rows.map(({ text, id, name }) => [text, { id, name }]))
  return { find: text => found.get(text) }
}
