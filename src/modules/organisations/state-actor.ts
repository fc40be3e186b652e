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
    await sql<{ actor: StatedActor }>`
      select organisations.state_actor(${personId}::integer, ${purpose}) as actor`.execute(tx),
  )
  return actorFrom(actor)
}

/** What the database says of whom it has stated; null of one that is unknown or disabled. */
export type StatedActor = Omit<Actor, 'permissions'> | null

/** The actor that was stated, with what their parts permit. */
export function actorFrom(stated: StatedActor): Actor | undefined {
  return stated === null ? undefined : { ...stated, permissions: permissionsOf(stated.parts) }
}

/** Forgets changes that access followed from, and what was kept of people, where both are too old to be asked for. */
export async function forgetAccessChanges(tx: Transaction): Promise<void> {
  await sql`select organisations.forget_access_changes()`.execute(tx)
}
