import { holdRecordingLock, type Transaction } from '#platform/database'
import type { Actor } from '#platform/http'
import { type Handling, type RecordDeclaration, settleRecords } from '#platform/record'
import { stateActor } from '../state-actor.ts'
import { audienceFor, type AudienceParts } from './access-store.ts'
import { type Holding, insertHandling, readHolding } from './handling-store.ts'
import { insertShare, sharesOf } from './share-store.ts'

/** The record that is handled or shared, and for whom. */
export interface RecordAct {
  readonly record: RecordDeclaration
  readonly reference: string
  readonly actor: Actor
  readonly reason: string
}

export interface HandlingChange extends RecordAct {
  readonly handling: Handling
  /** For Named: those who may see it. Whoever sets it is always one of them. */
  readonly people: readonly number[]
}

/** Done, or why not, in words for a person. */
export type Outcome = { readonly ok: true } | { readonly problem: string }

/**
 * Changes how a record is handled, from now on and for all its states: access is always today's. Only people who record for
 * its owner can; a record they can't see is no record to them.
 */
export async function changeHandling(tx: Transaction, change: HandlingChange): Promise<Outcome> {
  const { record, reference, actor, handling, reason } = change
  const at = await holdRecordingLock(tx)
  const planned = await planHandling(tx, change)
  if ('problem' in planned) return planned
  await insertHandling(tx, { register: record.register, reference, handling, at, personId: actor.personId, reason })
  for (const personId of planned.added) {
    await insertShare(tx, {
      register: record.register,
      reference,
      personId,
      withHistory: true,
      fromAt: at,
      sharedBy: actor.personId,
      reason,
    })
  }
  await settleForActor(tx, record, reference, actor)
  return { ok: true }
}

/** Who would be the audience after a change of handling, and whom it adds by name; or why it can't be made. */
export async function planHandling(
  tx: Transaction,
  change: Omit<HandlingChange, 'reason'>,
): Promise<{ readonly audienceId: number; readonly added: readonly number[] } | { readonly problem: string }> {
  const { record, reference, actor, handling } = change
  const holding = await readHolding(tx, record, reference)
  const problem = ownershipProblem(holding, actor)
  if (problem !== undefined || holding === undefined) return { problem: problem ?? notThere }
  if (holding.handling === handling) return { problem: `Its handling is ${handling} already` }
  const open = (await sharesOf(tx, record.register, reference)).filter(share => share.toAt === null)
  const alreadyNamed = open.flatMap(({ personId }) => (personId === null ? [] : [personId]))
  if (handling === 'Named' && alreadyNamed.length + change.people.length === 0) {
    return { problem: 'Enter at least one person who may see it' }
  }
  const wanted = handling === 'Named' ? [...new Set([...change.people, actor.personId])] : []
  const added = wanted.filter(personId => !open.some(share => share.personId === personId && share.withHistory))
  const parts: AudienceParts = {
    handling,
    ownerId: holding.ownerId,
    organisationIds: open.flatMap(({ organisationId }) => (organisationId === null ? [] : [organisationId])),
    personIds: [...alreadyNamed, ...added],
  }
  return { audienceId: await audienceFor(tx, parts), added }
}

const notThere = 'There is no such record'

/** Why an actor may not change the handling and shares of a record; undefined when they may. */
export function ownershipProblem(holding: Holding | undefined, actor: Actor): string | undefined {
  if (holding === undefined) return notThere
  if (actor.permissions.has('handling.change') && actor.recordsFor.includes(holding.ownerId)) return undefined
  return `It belongs to ${holding.owner}, whose analysts settle its handling. You are of ${actor.organisation}`
}

/**
 * Sets the access of all states of a record right. For that every state has to be seen, also those that whoever asked does not
 * see: so it is done with the view of an import, and the actor is then stated as before.
 */
export async function settleForActor(
  tx: Transaction,
  record: RecordDeclaration,
  reference: string,
  { personId }: Actor,
): Promise<void> {
  await stateActor(tx, personId, 'import')
  await settleRecords(tx, record, [reference], 'always')
  await stateActor(tx, personId, 'read')
}
