import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { sql } from 'kysely'
import { holdPlan, type Taken, takenBy, takenColumns } from '../steps/step-store.ts'

/** A note on how an action goes. */
export interface ActionNote extends Taken {
  readonly says: string
}

/** The notes on an action up to a moment, the latest first. */
export async function notesOf(tx: Transaction, reference: string, asAt: AsAt): Promise<readonly ActionNote[]> {
  const { rows } = await sql<ActionNote>`
    select s.says, ${takenColumns} from plans.action_note s
    join plans.action a on a.id = s.action_id join organisations.person p on p.id = s.person_id
    where a.reference = ${reference} and ${takenBy(asAt)} order by s.at desc, s.id desc`.execute(tx)
  return rows
}

interface NewNote {
  readonly planId: number
  readonly actionId: number
  readonly personId: number
  readonly says: string
}

/** Adds a note. False when the plan was closed meanwhile, or the action is no longer the actor's to write about. */
export async function addNote(tx: Transaction, { planId, actionId, personId, says }: NewNote): Promise<boolean> {
  const at = await holdPlan(tx, planId)
  if (at === undefined) return false
  await sql`insert into plans.action_note (action_id, at, person_id, says)
    values (${actionId}, ${at}, ${personId}, ${says})`.execute(tx)
  return true
}
