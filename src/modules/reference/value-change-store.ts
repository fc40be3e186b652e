import { sql } from 'kysely'
import { holdRecordingLock, onlyRow, type Transaction } from '#platform/database'
import type { FourPWord } from './value-store.ts'

/** All that a value's state holds. Days are 'YYYY-MM-DD', `toOn` the first on which it is no more on the list. */
export interface ValueContent {
  readonly value: string
  readonly hint: string
  readonly closed: boolean
  readonly fourP: FourPWord | undefined
  readonly words: readonly string[]
  readonly fromOn: string | undefined
  readonly toOn: string | undefined
  readonly becameId: number | undefined
  readonly position: number
}

/** Held by whoever changes the lists, so that two changes at once can't make what neither could alone. */
export async function holdLists(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(4040409)`.execute(tx)
}

/** Of which value of which list, and who states it. */
interface StatedBy {
  readonly list: string
  readonly id: number
  readonly personId: number
}

export async function nextValueId(tx: Transaction): Promise<number> {
  return onlyRow(await sql<{ id: number }>`select nextval('reference.value_id')::integer as id`.execute(tx)).id
}

/** Puts a new value on its list. */
export async function insertValue(tx: Transaction, by: StatedBy, content: ValueContent): Promise<void> {
  await insertState(tx, by, content, await holdRecordingLock(tx))
}

/** Ends the state that a value has, and gives it another from now on. */
export async function replaceState(tx: Transaction, by: StatedBy, content: ValueContent): Promise<void> {
  const now = await holdRecordingLock(tx)
  // Two changes within a millisecond still come one after the other.
  const { at } = onlyRow(
    await sql<{ at: Date }>`
      update reference.value set recorded_to = greatest(${now}, recorded_from + interval '1 millisecond')
      where list = ${by.list} and id = ${by.id} and recorded_to = 'infinity'
      returning recorded_to as at`.execute(tx),
  )
  await insertState(tx, by, content, at)
}

async function insertState(tx: Transaction, by: StatedBy, content: ValueContent, at: Date): Promise<void> {
  await sql`
    insert into reference.value (id, list, value, hint, from_on, to_on, closed, four_p, words, position, became_id,
      recorded_from, person_id)
    values (${by.id}, ${by.list}, ${content.value}, ${content.hint}, ${content.fromOn ?? null}::date,
      ${content.toOn ?? null}::date, ${content.closed}, ${content.fourP ?? null}, ${content.words}::text[],
      ${content.position}, ${content.becameId ?? null}::integer, ${at}, ${by.personId})`.execute(tx)
}
