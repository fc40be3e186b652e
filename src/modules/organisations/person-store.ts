import { onlyRow, type Transaction } from '#platform/database'
import { sql } from 'kysely'
import type { OrganisationKind } from './organisation-store.ts'

/** Someone with an account. */
export interface Person {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly organisationId: number
  readonly organisation: string
  readonly organisationKind: OrganisationKind
  readonly parts: readonly string[]
  readonly sample: boolean
  readonly hasPassword: boolean
  readonly disabledAt: Date | null
  readonly createdAt: Date
}

/** Every account but the system's. */
export const isPerson = sql<boolean>`not p.parts && array['system']`

/** The rows of people, to which a condition on `p` is added. */
export const personRows = sql<Person>`
  select p.id, p.email, p.name, p.organisation_id as "organisationId", o.name as organisation, o.kind as "organisationKind",
    p.parts, p.sample, p.password_hash is not null as "hasPassword", p.disabled_at as "disabledAt",
    p.created_at as "createdAt"
  from organisations.person p join organisations.organisation o on o.id = p.organisation_id`

/** Emails are one whatever their letter case, and without white space around them; NUL, which no text column takes, is dropped. */
export function asEmail(text: string): string {
  return text.replaceAll('\0', '').trim().toLowerCase()
}

/** The person (or the system account, `system`) of an email. */
export async function personIdByEmail(tx: Transaction, email: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from organisations.person where email = ${asEmail(email)}`.execute(tx)
  return rows[0]?.id
}

/** The account that the command line acts for when it is told no other. */
export async function systemPersonId(tx: Transaction): Promise<number> {
  return onlyRow(await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(tx)).id
}

/** One person; undefined for an unknown one, and for the system account, which is nobody. */
export async function readPerson(tx: Transaction, personId: number): Promise<Person | undefined> {
  const { rows } = await sql<Person>`${personRows} where p.id = ${personId} and ${isPerson}`.execute(tx)
  return rows[0]
}

/** The same, by email. */
export async function readPersonByEmail(tx: Transaction, email: string): Promise<Person | undefined> {
  const { rows } = await sql<Person>`${personRows} where p.email = ${asEmail(email)} and ${isPerson}`.execute(tx)
  return rows[0]
}

export interface NewPerson {
  readonly email: string
  readonly name: string
  readonly organisationId: number
  readonly parts: readonly string[]
  readonly passwordHash?: string | undefined
  readonly sample?: boolean | undefined
}

/** Adds a person. Undefined when the email is taken. */
export async function insertPerson(tx: Transaction, person: NewPerson): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into organisations.person (email, name, organisation_id, parts, password_hash, sample)
    values (${asEmail(person.email)}, ${person.name}, ${person.organisationId}, ${person.parts}::text[],
      ${person.passwordHash ?? null}, ${person.sample ?? false})
    on conflict (email) do nothing
    returning id`.execute(tx)
  return rows[0]?.id
}

/** What sign-in needs of a person. */
export interface Credentials {
  readonly personId: number
  readonly passwordHash: string | null
  readonly sample: boolean
}

/** The credentials of a person who is not disabled. */
export async function credentialsOf(tx: Transaction, email: string): Promise<Credentials | undefined> {
  const { rows } = await sql<Credentials>`
    select id as "personId", password_hash as "passwordHash", sample
    from organisations.person where email = ${asEmail(email)} and disabled_at is null`.execute(tx)
  return rows[0]
}

/** Sets a password by its hash; null takes it away. */
export async function setPasswordHash(tx: Transaction, personId: number, hash: string | null): Promise<void> {
  await sql`update organisations.person set password_hash = ${hash} where id = ${personId}`.execute(tx)
}

export async function setParts(tx: Transaction, personId: number, parts: readonly string[]): Promise<void> {
  await sql`update organisations.person set parts = ${parts}::text[] where id = ${personId}`.execute(tx)
}

/** Disables from an instant, or enables again with null. */
export async function setDisabledAt(tx: Transaction, personId: number, at: Date | null): Promise<void> {
  await sql`update organisations.person set disabled_at = ${at} where id = ${personId}`.execute(tx)
}

/**
 * The administrators who can sign in, by id, held until the transaction ends: so that two of them can't take the part from
 * each other at the same moment and leave none.
 */
export async function holdAdministrators(tx: Transaction): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from organisations.person
    where 'administrator' = any (parts) and disabled_at is null and password_hash is not null
    order by id for update`.execute(tx)
  return rows.map(row => row.id)
}
