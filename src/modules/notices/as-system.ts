import { stateActor, systemPersonId } from '#modules/organisations'
import type { Transaction } from '#platform/database'
import type { Actor, JobContext } from '#platform/http'

/** Does something in a transaction of its own, for the system account. */
export async function asSystem<Result>(
  { database }: Pick<JobContext, 'database'>,
  act: (tx: Transaction, actor: Actor) => Promise<Result>,
): Promise<Result> {
  return database.transaction().execute(async tx => {
    const actor = await stateActor(tx, await systemPersonId(tx), 'read')
    if (actor === undefined) throw new Error('The system account is disabled.')
    return act(tx, actor)
  })
}
