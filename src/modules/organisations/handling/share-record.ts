import { holdRecordingLock, type Transaction } from '#platform/database'
import { listOrganisations, type Organisation } from '../organisation-store.ts'
import { type Person, readPersonByEmail } from '../person-store.ts'
import { permissionsOf } from '../parts.ts'
import { type Outcome, ownershipProblem, type RecordAct, settleForActor } from './change-handling.ts'
import { readHolding } from './handling-store.ts'
import { insertShare, setShareEnd, type Share, sharesOf } from './share-store.ts'

export interface ShareAct extends RecordAct {
  readonly organisationId?: number | undefined
  readonly personId?: number | undefined
  /** All its states, or those that hold now and after. */
  readonly withHistory: boolean
}

/** Shares a record with an organisation or a person, from now on or with its history. Only its owner's analysts can. */
export async function shareRecord(tx: Transaction, share: ShareAct): Promise<Outcome> {
  const { record, reference, actor } = share
  const fromAt = await holdRecordingLock(tx)
  const holding = await readHolding(tx, record, reference)
  const problem = ownershipProblem(holding, actor)
  if (problem !== undefined) return { problem }
  if (share.organisationId !== undefined && share.organisationId === holding?.ownerId) {
    return { problem: `${holding.owner} owns it. Select another organisation` }
  }
  const open = (await sharesOf(tx, record.register, reference)).filter(({ toAt }) => toAt === null)
  const same = open.find(one => isWith(one, share))
  if (same !== undefined && (same.withHistory || !share.withHistory)) {
    return { problem: `It is already shared with ${same.sharedWith}` }
  }
  if (same !== undefined) await setShareEnd(tx, same.id, fromAt, actor.personId)
  await insertShare(tx, { ...share, register: record.register, fromAt, sharedBy: actor.personId })
  await settleForActor(tx, record, reference, actor)
  return { ok: true }
}

/** Ends a share: from now on it gives nothing. What was seen by it stays in the audit. */
export async function endShare(
  tx: Transaction,
  { record, reference, actor, shareId }: Omit<RecordAct, 'reason'> & { readonly shareId: number },
): Promise<Outcome> {
  const at = await holdRecordingLock(tx)
  const holding = await readHolding(tx, record, reference)
  const problem = ownershipProblem(holding, actor)
  if (problem !== undefined) return { problem }
  const share = (await sharesOf(tx, record.register, reference)).find(({ id }) => id === shareId)
  if (share === undefined || share.toAt !== null) return { problem: 'That share has ended already' }
  if (holding?.handling === 'Named' && share.personId === actor.personId) {
    return {
      problem: 'You would no longer see it. Ask another of the named people to end yours, or change its handling',
    }
  }
  await setShareEnd(tx, shareId, at, actor.personId)
  await settleForActor(tx, record, reference, actor)
  return { ok: true }
}

/** The organisations a record can be shared with: law enforcement and partners that have not ended, but its owner. */
export async function shareableOrganisations(
  tx: Transaction,
  ownerId: number,
  today: string,
): Promise<readonly Organisation[]> {
  const kinds = ['Police force', 'Regional organised crime unit', 'National agency', 'Partner']
  const organisations = await listOrganisations(tx)
  return organisations.filter(
    ({ id, kind, toOn }) => id !== ownerId && kinds.includes(kind) && (toOn === undefined || toOn > today),
  )
}

/** The person of an email whom a record can be shared with, or why not. */
export async function shareablePerson(
  tx: Transaction,
  email: string,
): Promise<{ readonly person: Person } | { readonly problem: string }> {
  const person = await readPersonByEmail(tx, email)
  if (person === undefined || person.disabledAt !== null) {
    return {
      problem: `Nobody with the email address ${email} can sign in here. Check it, or ask an administrator to add them`,
    }
  }
  if (!permissionsOf(person.parts).has('record.read')) {
    return {
      problem: `${person.name} (${person.parts.join(', ')}) can’t be shown records. Enter someone whose part can`,
    }
  }
  return { person }
}

function isWith(share: Share, wanted: Pick<ShareAct, 'organisationId' | 'personId'>): boolean {
  if (wanted.organisationId !== undefined) return share.organisationId === wanted.organisationId
  return share.personId === wanted.personId
}
