import { sql } from 'kysely'
import { onlyRow, type Transaction } from '#platform/database'
import { type Handling, type RecordDeclaration, stateTable } from '#platform/record'

/** What makes an audience. */
export interface AudienceParts {
  readonly handling: Handling
  readonly ownerId: number
  readonly organisationIds: readonly number[]
  readonly personIds: readonly number[]
}

/** The audience that records of these have, made if none has it yet. */
export async function audienceFor(tx: Transaction, parts: AudienceParts): Promise<number> {
  const result = await sql<{ id: number }>`
    select organisations.audience_for(${parts.handling}, ${parts.ownerId}::integer, ${parts.organisationIds}::integer[],
      ${parts.personIds}::integer[]) as id`.execute(tx)
  return onlyRow(result).id
}

/** The people of one organisation in an audience. */
export interface Seers {
  readonly organisation: string
  readonly people: number
  /** How many have which part; one person may have several. */
  readonly parts: readonly { readonly part: string; readonly people: number }[]
  readonly grounds: readonly string[]
  /** Those who are there by name. */
  readonly named: readonly string[]
}

/** Who can see records of an audience today, by organisation: read where access itself is decided. */
export async function whoSees(tx: Transaction, audienceId: number): Promise<readonly Seers[]> {
  const { rows } = await sql<Seers>`
    with seer as (
      select g.person_id, array_agg(distinct g.ground) as grounds from organisations.ground g
      where g.audience_id = ${audienceId} and g.ground <> 'system' group by g.person_id
    ),
    placed as (
      select o.name as organisation, seer.person_id, seer.grounds, p.name, p.parts
      from seer join organisations.person p on p.id = seer.person_id
      join organisations.organisation_today today on today.id = p.organisation_id
      join organisations.organisation o on o.id = today.today_id
    ),
    by_part as (
      select organisation, part, count(*) as people from placed, unnest(parts) part group by organisation, part
    )
    select organisation, count(*) as people,
      (select json_agg(json_build_object('part', part, 'people', b.people) order by b.people desc, part)
       from by_part b where b.organisation = placed.organisation) as parts,
      array(select distinct ground from placed p, unnest(p.grounds) ground
        where p.organisation = placed.organisation order by ground) as grounds,
      coalesce(array_agg(name order by name) filter (where 'named' = any (grounds)), '{}') as named
    from placed group by organisation order by organisation`.execute(tx)
  return rows
}

/** On what grounds a person belongs to an audience: none when they can't see its records. */
export async function groundsIn(tx: Transaction, personId: number, audienceId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ ground: string }>`
    select distinct ground from organisations.grounds_of(${personId}::integer)
    where audience_id = ${audienceId} order by ground`.execute(tx)
  return rows.map(row => row.ground)
}

/** Of the states of a record that the actor sees, how many there are and how many another person sees. */
export async function countStatesSeen(
  tx: Transaction,
  record: RecordDeclaration,
  reference: string,
  personId: number,
): Promise<{ readonly total: number; readonly seen: number }> {
  const result = await sql<{ total: number; seen: number }>`
    select count(*) as total,
      count(*) filter (where s.audience_id in (select audience_id from organisations.grounds_of(${personId}::integer))) as seen
    from ${sql.table(stateTable(record))} s where s.reference = ${reference}`.execute(tx)
  return onlyRow(result)
}

/** What a person is today, as far as it has to do with what they may see. */
export interface Standing {
  readonly personId: number
  readonly name: string
  readonly disabled: boolean
  readonly parts: readonly string[]
  readonly organisation: string
  readonly kind: string
  readonly regions: readonly string[]
}

/** The standing of a person by email; undefined when there is none. An ended organisation's people are its successor's. */
export async function standingOf(tx: Transaction, email: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select p.id as "personId", p.name, p.disabled_at is not null as disabled, p.parts, o.name as organisation, o.kind,
      ${regionsToday(sql.ref('o.id'))} as regions
    from organisations.person p
    join organisations.organisation_today today on today.id = p.organisation_id
    join organisations.organisation o on o.id = today.today_id
    where p.email = ${email}`.execute(tx)
  return rows[0]
}

/** An organisation as it is today, or its successor, with its regions. */
export async function organisationToday(
  tx: Transaction,
  organisationId: number,
): Promise<{ readonly name: string; readonly regions: readonly string[] }> {
  const result = await sql<{ name: string; regions: readonly string[] }>`
    select o.name, ${regionsToday(sql.ref('o.id'))} as regions
    from organisations.organisation_today today join organisations.organisation o on o.id = today.today_id
    where today.id = ${organisationId}`.execute(tx)
  return onlyRow(result)
}

function regionsToday(organisationId: ReturnType<typeof sql.ref>) {
  return sql`array(
    select r.name from organisations.region_member m join organisations.region r on r.id = m.region_id
    where m.organisation_id = ${organisationId} and (m.from_on is null or m.from_on <= current_date)
      and (m.to_on is null or current_date < m.to_on) order by r.name)`
}
