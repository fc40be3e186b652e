import { sql } from 'kysely'
import { holdRecordingLockFirst, told, type Transaction } from '#platform/database'
import type { FieldValue, RecordDeclaration, RecordState } from './declaration.ts'
import { type CurrentState, holdCurrent, insertState, withEveryState } from './next-state-store.ts'
import { organisationNames } from './organisation-names.ts'
import { recordNew } from './record-new.ts'
import type { RecordedVersion, Recording, RecordOutcome } from './record-outcome.ts'
import { ruleProblems } from './rule-problems.ts'
import { settleRecords } from './settle-records.ts'
import { readRecord } from './read-record.ts'
import { stateTable } from './state-query.ts'

/**
 * Records a new record, or the next state of one, as of this moment and under the actor's own authority. Of two people who
 * change the same version one wins; the other is told what stands. Nothing is kept but what 'recorded' says.
 */
export async function recordState<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  recording: Recording<Name>,
): Promise<RecordOutcome<Name>> {
  const { reference, expected, actor, values } = recording
  if (expected === undefined) return recordNew(tx, record, recording)
  if (reference === undefined) return { kind: 'not-there' }
  return recordNext(tx, record, { reference, expected, actor }, current => ({
    values: { ...current.values, ...values },
    inError: null,
  }))
}

/** Closes a record that was recorded in error: kept, with the reason, and left out of lists and figures from now on. */
export async function markInError<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  { reason, ...version }: RecordedVersion & { readonly reason: string },
): Promise<RecordOutcome<Name>> {
  const inError = reason.trim()
  if (inError === '') return { kind: 'problems', problems: [{ field: 'reason', problem: 'Enter why it is in error' }] }
  return recordNext(tx, record, version, current => ({ values: current.values, inError: current.inError ?? inError }))
}

/** Takes back that a record was recorded in error: it stands again as it stood. */
export async function recordAgain<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  version: RecordedVersion,
): Promise<RecordOutcome<Name>> {
  return recordNext(tx, record, version, current => ({ values: current.values, inError: null }))
}

interface NextState {
  readonly values: Readonly<Record<string, FieldValue>>
  readonly inError: string | null
}

/**
 * Records the state after the current one of a record that the actor sees and records for. Its head is locked from the first
 * look to the end, so that what is compared still holds when the state is written.
 */
async function recordNext<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  { reference, expected, actor }: RecordedVersion,
  decide: (current: CurrentState) => NextState,
): Promise<RecordOutcome<Name>> {
  await holdRecordingLockFirst(tx)
  const held = await holdCurrent(tx, record, reference, actor)
  if ('kind' in held) return held
  const standing = async (): Promise<RecordState<Name>> => stateNow(tx, record, reference)
  if (held.version !== expected) return { kind: 'changed-meanwhile', state: await standing() }
  const next = decide(held)
  if (isSame(held, next)) return { kind: 'unchanged', state: await standing() }
  const owner = Number(next.values[record.ownerField])
  if (!actor.recordsFor.includes(owner)) {
    return { kind: 'not-yours', owner: (await organisationNames(tx, [owner])).get(owner) ?? 'that organisation' }
  }
  const enteredAt = held.heldAt
  // An import may have stated a moment of which this server's clock has not heard yet.
  const recordedFrom = new Date(Math.max(enteredAt.getTime(), held.recordedFrom.getTime() + 1))
  const problems = next.inError === null ? await ruleProblems(tx, record, next.values, recordedFrom) : []
  if (problems.length > 0) return { kind: 'problems', problems }
  return withEveryState(tx, actor, async () => {
    await sql`${told}update ${sql.table(stateTable(record))} set recorded_to = ${recordedFrom}
      where record_id = ${held.recordId} and recorded_to = 'infinity'`.execute(tx)
    await insertState(tx, record, { ...held, ...next, recordedFrom, enteredAt, personId: actor.personId })
    if (!staysSettled(record, held, owner)) await settleRecords(tx, record, [reference])
    return { kind: 'recorded', state: await standing(), isNew: false }
  })
}

/**
 * Whether who may see a record follows from its next state as it did before: a state is written under its record's audience, and only
 * what is shared is seen by others from one state to the next. A part is always settled, after its whole.
 */
function staysSettled(record: RecordDeclaration, held: CurrentState, owner: number): boolean {
  return record.within === undefined && owner === held.values[record.ownerField] && !held.isShared
}

async function stateNow<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  reference: string,
): Promise<RecordState<Name>> {
  const state = await readRecord(tx, record, reference, { asAt: { when: 'now' }, withErrors: true })
  if (state === undefined) throw new Error('A record that was just held has no state.')
  return state
}

function isSame(current: CurrentState, next: NextState): boolean {
  const names = Object.keys(next.values)
  return current.inError === next.inError && names.every(name => current.values[name] === next.values[name])
}
