import { randomUUID } from 'node:crypto'
import { writeAudit } from '#modules/audit'
import type { Database, Transaction } from '#platform/database'
import type { Actor, AuditedEvent, CommandContext, Purpose } from '#platform/http'
import { systemPersonId } from './person-store.ts'
import { stateActor } from './state-actor.ts'

/** What an act of the command line gives back, with what the audit is to say of it. */
export interface CommandOutcome<Result> {
  readonly result: Result
  /** Left out when nothing was done. */
  readonly audited?: Pick<AuditedEvent, 'event' | 'shown' | 'details'>
}

/**
 * Does something in a transaction of its own, for the system account.
 *
 * @param purpose 'import' for what has to know of every record, whoever may see it.
 */
export async function actAsSystem<Result>(
  { database }: { readonly database: Database },
  act: (tx: Transaction, actor: Actor) => Promise<Result>,
  purpose: Purpose = 'read',
): Promise<Result> {
  return database.transaction().execute(async tx => {
    const actor = await stateActor(tx, await systemPersonId(tx), purpose)
    if (actor === undefined) throw new Error('The system account is disabled.')
    return act(tx, actor)
  })
}

/** The same for an act of the command line, with its audit entry. */
export async function asSystem<Result>(
  context: Pick<CommandContext, 'database'>,
  act: (tx: Transaction, actor: Actor) => Promise<CommandOutcome<Result>>,
): Promise<Result> {
  return actAsSystem(context, async (tx, actor) => {
    const { result, audited } = await act(tx, actor)
    if (audited !== undefined) {
      await writeAudit(tx, { requestId: randomUUID(), actor, outcome: 'done', ...audited })
    }
    return result
  })
}
