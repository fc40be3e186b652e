import { sql } from 'kysely'
import { instantNow, onlyRow, recordingLockHeld, told, type Transaction } from '#platform/database'
import type { RecordDeclaration } from './declaration.ts'
import { missingFields } from './missing-fields.ts'
import { newReference } from './new-reference.ts'
import { insertState, withEveryState } from './next-state-store.ts'
import { organisationNames } from './organisation-names.ts'
import { readRecord } from './read-record.ts'
import type { Recording, RecordOutcome, StoredValues } from './record-outcome.ts'
import { ruleProblems } from './rule-problems.ts'
import { settleRecords } from './settle-records.ts'

/** Records a new record for an organisation that the actor records for, under the reference given or one that is made. */
export async function recordNew<Name extends string>(
  tx: Transaction,
  record: RecordDeclaration<Name>,
  recording: Recording<Name>,
): Promise<RecordOutcome<Name>> {
  const { actor } = recording
  const values: StoredValues = { ...recording.values }
  const ownerId = Number(values[record.ownerField] ?? 0)
  if (!actor.recordsFor.includes(ownerId)) {
    return { kind: 'not-yours', owner: (await organisationNames(tx, [ownerId])).get(ownerId) ?? 'that organisation' }
  }
  const { at, ...owner } = await beginRecording(tx, ownerId)
  const missing = missingFields(record, values)
  const problems = missing.length > 0 ? missing : await ruleProblems(tx, record, values, at)
  if (problems.length > 0) return { kind: 'problems', problems }
  return withEveryState(tx, actor, async () => {
    const head = await insertHead(tx, record, owner, recording.reference)
    if (head === undefined) return { kind: 'taken' }
    const { reference } = head
    await insertState(tx, record, {
      recordId: head.id,
      values: { ...values, reference },
      inError: null,
      recordedFrom: at,
      enteredAt: at,
      personId: actor.personId,
    })
    await stateHandling(tx, record, recording, reference, at)
    if (!beginsSettled(record, recording)) await settleRecords(tx, record, [reference])
    const state = await readRecord(tx, record, reference, { asAt: { when: 'now' } })
    if (state === undefined) throw new Error('A record that was just made is not there.')
    return { kind: 'recorded', state, isNew: true }
  })
}

/**
 * A record that nothing but its own state tells of begins under its owner, as `insertHead` has it. Of a reference that was given
 * something may have been stated or shared before; a part is seen by whom its whole is.
 */
function beginsSettled(record: RecordDeclaration, { reference, handling }: Recording): boolean {
  return record.within === undefined && reference === undefined && (handling ?? 'Region') === 'Region'
}

/** What a reference is made of, and who begins to see the record. */
interface Owner {
  readonly id: number
  readonly name: string
  readonly abbreviation: string | null
}

/** Holds the recording lock. @returns from when on, and whose the record is to be. */
async function beginRecording(tx: Transaction, ownerId: number): Promise<Owner & { readonly at: Date }> {
  return onlyRow(
    await sql<Owner & { at: Date }>`
      select ${instantNow} as at, o.id, o.name, o.abbreviation
      from ${recordingLockHeld} cross join organisations.organisation o where o.id = ${ownerId}`.execute(tx),
  )
}

interface NewHead {
  readonly id: number
  readonly reference: string
}

/** How often a made reference may turn out to be in use before something must be wrong. */
const mostTries = 20

/** The database shows no row of an audience that was made after the actor was stated, so it is made beforehand. */
async function insertHead(
  tx: Transaction,
  record: RecordDeclaration,
  owner: Owner,
  given: string | undefined,
): Promise<NewHead | undefined> {
  await sql`${told}select organisations.audience_for('Region', ${owner.id}::integer)`.execute(tx)
  await sql`${told}select organisations.restate_actor()`.execute(tx)
  for (let tries = 0; tries < (given === undefined ? mostTries : 1); tries += 1) {
    const reference = given ?? newReference(owner, record.referenceMark)
    const { rows } = await sql<NewHead>`
      insert into ${sql.table(record.table)} (reference, owner_id, handling, audience_id)
      select ${reference}, plain.owner_id, 'Region', plain.id from organisations.audience plain
      where plain.handling = 'Region' and plain.owner_id = ${owner.id}::integer
        and plain.organisations = '{}' and plain.people = '{}'
      on conflict (reference) do nothing returning id, reference`.execute(tx)
    if (rows[0] !== undefined) return rows[0]
  }
  if (given === undefined) throw new Error('No reference could be made that is not in use.')
  return undefined
}

/** Whoever records for named people alone is the first of them. */
async function stateHandling(
  tx: Transaction,
  record: RecordDeclaration,
  { handling, actor }: Pick<Recording, 'handling' | 'actor'>,
  reference: string,
  at: Date,
): Promise<void> {
  if (handling === undefined) return
  await sql`
    insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at, person_id)
    values (${record.register}, ${reference}, ${at}, ${handling}, ${at}, ${actor.personId})`.execute(tx)
  if (handling !== 'Named') return
  await sql`
    insert into organisations.share (register, reference, person_id, with_history, from_at, shared_by)
    values (${record.register}, ${reference}, ${actor.personId}, true, ${at}, ${actor.personId})`.execute(tx)
}
