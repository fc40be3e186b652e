import { onlyRow, told, type Transaction } from '#platform/database'
import type { Stated } from '#platform/http'
import { type RawBuilder, sql } from 'kysely'
import { hashSecret } from './sign-in/secret.ts'
import { actorFrom, type StatedActor } from './state-actor.ts'

/**
 * States whom the session of a page acts for, to read; undefined when the person is unknown or disabled.
 *
 * @param expected what was stated before. It is given back at once, and the database held to it with the next statement: that fails,
 *   as `isStatedOtherwise` tells, where anything else is stated.
 */
export function statePerson(tx: Transaction, personId: number, expected?: Stated): Promise<Stated | undefined> {
  return state(tx, sql`organisations.state_person(${personId}::integer, ${expected?.said ?? null})`, expected)
}

/**
 * The same for the bearer of a token; undefined also when it is unknown, revoked or run out. Notes to the minute when it was last
 * used, unless the transaction only reads.
 */
export function stateBearer(
  tx: Transaction,
  token: string,
  present: Date,
  expected?: Stated,
): Promise<Stated | undefined> {
  const stating = sql`organisations.state_bearer(${hashSecret(token)}, ${present}::timestamptz, ${expected?.said ?? null})`
  return state(tx, stating, expected)
}

async function state(
  tx: Transaction,
  stating: RawBuilder<unknown>,
  expected: Stated | undefined,
): Promise<Stated | undefined> {
  if (expected !== undefined) {
    await sql`${told}select ${stating}`.execute(tx)
    return expected
  }
  const { said } = onlyRow(await sql<{ said: string | null }>`select ${stating} as said`.execute(tx))
  return said === null ? undefined : readStated(said)
}

/** 'read {…}' or 'write {…}': what may be done, and who acts. */
function readStated(said: string): Stated | undefined {
  const actor = actorFrom(JSON.parse(said.slice(said.indexOf(' '))) as StatedActor)
  return actor && { actor, scope: said.startsWith('write ') ? 'write' : 'read', said }
}
