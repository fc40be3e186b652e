import { onlyRow, type Transaction } from '#platform/database'
import type { Actor, Purpose } from '#platform/http'
import { sql } from 'kysely'
import { permissionsOf } from './parts.ts'

/**
 * States for whom a transaction acts: from here on row-level security shows and takes what this person may see and record.
 *
 * @returns the actor, or undefined when the person is unknown or disabled; then the transaction acts for nobody.
 */
export async function stateActor(tx: Transaction, personId: number, purpose: Purpose): Promise<Actor | undefined> {
  const { actor } = onlyRow(
    await sql<{ actor: Omit<Actor, 'permissions'> | null }>`
      select organisations.state_actor(${personId}::integer, ${purpose}) as actor`.execute(tx),
  )
  return actor === null ? undefined : { ...actor, permissions: permissionsOf(actor.parts) }
}
