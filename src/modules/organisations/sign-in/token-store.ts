import type { Transaction } from '#platform/database'
import type { Stated } from '#platform/http'
import { sql } from 'kysely'
import { hashSecret, newSecret } from './secret.ts'

/** What a program may do with a token: only read, or all that its person may. */
export type TokenScope = Stated['scope']

/** What a person sees of a token: never the token itself. */
export interface Token {
  readonly id: string
  readonly name: string
  readonly scope: TokenScope
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly lastUsedAt: Date | null
}

export interface NewToken {
  readonly personId: number
  readonly name: string
  readonly expiresAt: Date
  /** Write when left out. */
  readonly scope?: TokenScope
}

/** Makes a token with which a program speaks for a person. It can't be had again: only its hash is kept. */
export async function createToken(
  tx: Transaction,
  { personId, name, expiresAt, scope = 'write' }: NewToken,
): Promise<string> {
  const token = `fourfold_${newSecret()}`
  await sql`
    insert into organisations.token (person_id, name, scope, token_hash, expires_at)
    values (${personId}, ${name}, ${scope}, ${hashSecret(token)}, ${expiresAt})`.execute(tx)
  return token
}

/** The tokens of a person that still work, the newest first. */
export async function tokensOf(tx: Transaction, personId: number, present: Date): Promise<readonly Token[]> {
  const { rows } = await sql<Token>`
    select id, name, scope, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"
    from organisations.token
    where person_id = ${personId} and revoked_at is null and expires_at > ${present}
    order by created_at desc, id limit 200`.execute(tx)
  return rows
}

/** Ends one token of a person. False when the person has none of this id that works. */
export async function revokeToken(tx: Transaction, personId: number, id: string, present: Date): Promise<boolean> {
  const { rows } = await sql`
    update organisations.token set revoked_at = ${present}
    where id = ${id}::uuid and person_id = ${personId} and revoked_at is null returning 1`.execute(tx)
  return rows.length === 1
}

/** Ends every token of a person. */
export async function revokeTokensOf(tx: Transaction, personId: number, present: Date): Promise<void> {
  await sql`
    update organisations.token set revoked_at = ${present}
    where person_id = ${personId} and revoked_at is null`.execute(tx)
}
