import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import { hashSecret, newSecret } from './secret.ts'

const linkMilliseconds = 24 * 60 * 60 * 1000

export interface NewLink {
  readonly personId: number
  readonly madeBy: number
  readonly present: Date
}

/**
 * Makes a one-time link, good for 24 hours, with which a person chooses a password and signs in. Links that were made for the
 * person before stop working.
 *
 * @returns the token at the link's end: it can't be had again, for only its hash is kept.
 */
export async function makeLink(tx: Transaction, { personId, madeBy, present }: NewLink): Promise<string> {
  const token = newSecret()
  await sql`
    update organisations.sign_in_link set used_at = ${present}
    where person_id = ${personId} and used_at is null`.execute(tx)
  await sql`
    insert into organisations.sign_in_link (token_hash, person_id, made_by, expires_at)
    values (${hashSecret(token)}, ${personId}, ${madeBy}, ${new Date(present.getTime() + linkMilliseconds)})`.execute(
    tx,
  )
  return token
}

/** The path of a link. */
export function linkPath(token: string): string {
  return `/sign-in-link/${token}`
}

/** Whom a link lets in. */
export interface LinkHolder {
  readonly personId: number
  readonly email: string
  readonly sample: boolean
}

/** Whom a link lets in, if it is known, unused and not too old, and the person is not disabled. */
export async function holderOfLink(tx: Transaction, token: string, present: Date): Promise<LinkHolder | undefined> {
  const { rows } = await sql<LinkHolder>`
    select p.id as "personId", p.email, p.sample
    from organisations.sign_in_link l join organisations.person p on p.id = l.person_id
    where l.token_hash = ${hashSecret(token)} and l.used_at is null and l.expires_at > ${present}
      and p.disabled_at is null`.execute(tx)
  return rows[0]
}

/** Uses a link up. False when someone else did at the same moment. */
export async function useLink(tx: Transaction, token: string, present: Date): Promise<boolean> {
  const { rows } = await sql`
    update organisations.sign_in_link set used_at = ${present}
    where token_hash = ${hashSecret(token)} and used_at is null returning 1`.execute(tx)
  return rows.length === 1
}
