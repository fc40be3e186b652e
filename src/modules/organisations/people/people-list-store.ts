import { onlyRow, type Transaction } from '#platform/database'
import { type RawBuilder, sql } from 'kysely'
import { isPerson, type Person, personRows } from '../person-store.ts'

export const personStates = ['active', 'waiting', 'disabled'] as const
export type PersonState = (typeof personStates)[number]

export interface PeopleFilter {
  readonly organisationId?: number | undefined
  /** Active; waiting for a password to be chosen; or disabled. */
  readonly state?: PersonState | undefined
  /** In the name or email, in any letter case. */
  readonly text?: string | undefined
}

export interface PeoplePage {
  readonly people: readonly Person[]
  readonly total: number
  /** Ids to go on after and back before, when there is more. */
  readonly nextAfter: number | undefined
  readonly previousBefore: number | undefined
}

export type PeoplePlace = { readonly after: number } | { readonly before: number } | undefined

const pageLength = 50

/** One page of the people, by name. The place is the person before or after whom it lies. */
export async function listPeople(tx: Transaction, filter: PeopleFilter, place: PeoplePlace): Promise<PeoplePage> {
  const wanted = filterCondition(filter)
  const backwards = place !== undefined && 'before' in place
  const { rows } = await sql<Person>`
    ${personRows} where ${wanted} and ${placeCondition(place)}
    order by ${backwards ? sql`p.name desc, p.id desc` : sql`p.name, p.id`} limit ${sql.lit(pageLength + 1)}`.execute(
    tx,
  )
  const { total } = onlyRow(
    await sql<{ total: number }>`select count(*) as total from organisations.person p where ${wanted}`.execute(tx),
  )
  const more = rows.length > pageLength
  const people = backwards ? rows.slice(0, pageLength).toReversed() : rows.slice(0, pageLength)
  const before = backwards ? more : place !== undefined
  const after = backwards || more
  return {
    people,
    total,
    nextAfter: after ? people.at(-1)?.id : undefined,
    previousBefore: before ? people[0]?.id : undefined,
  }
}

function filterCondition({ organisationId, state, text }: PeopleFilter): RawBuilder<boolean> {
  const conditions = [isPerson]
  if (organisationId !== undefined) conditions.push(sql`p.organisation_id = ${organisationId}`)
  if (state !== undefined) conditions.push(stateConditions[state])
  if (text !== undefined && text !== '') {
    conditions.push(sql`strpos(lower(p.name || ' ' || p.email), lower(${text.replaceAll('\0', '')})) > 0`)
  }
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

const stateConditions: Readonly<Record<PersonState, RawBuilder<boolean>>> = {
  active: sql`p.disabled_at is null and p.password_hash is not null`,
  waiting: sql`p.disabled_at is null and p.password_hash is null`,
  disabled: sql`p.disabled_at is not null`,
}

function placeCondition(place: PeoplePlace): RawBuilder<boolean> {
  if (place === undefined) return sql`true`
  const at = (id: number) => sql`(select name, id from organisations.person where id = ${id})`
  return 'after' in place ? sql`(p.name, p.id) > ${at(place.after)}` : sql`(p.name, p.id) < ${at(place.before)}`
}
