import { type Answer, redirect, refused, type Visit } from '#platform/http'
import { organisationIds, readRecord, type RecordState } from '#platform/record'
import { reasonFirst } from './reason-first.tsx'
import { recordNotFound, shownRecord } from './record-view.ts'
import type { RegisterPages } from './register-pages.ts'

/** The address of a record's page, or of a part of it. */
export function partAddress({ record }: Pick<RegisterPages, 'record'>, reference: string, part = ''): string {
  return `/${record.register}/${encodeURIComponent(reference)}${part}`
}

/** Whether the actor may record in the register at all, on the day the site is on. */
export function mayWrite({ writes }: RegisterPages, visit: Visit): boolean {
  return writes !== undefined && visit.asAt.when === 'now' && visit.actor.permissions.has(writes.permission)
}

/** Whether the actor may change a record: its owner is one they record for. */
export async function mayChange(pages: RegisterPages, visit: Visit, state: RecordState): Promise<boolean> {
  return mayWrite(pages, visit) && (await recordsForOwner(pages, visit, state))
}

/**
 * A record as it stands now, for someone who is to change it; or what they are answered: that it is not there, why they are asked
 * for a reason, that it is not theirs.
 */
export async function ownRecord(
  pages: Pick<RegisterPages, 'record'>,
  visit: Visit,
  reference: string,
): Promise<{ readonly state: RecordState } | { readonly answer: Answer }> {
  const { record } = pages
  const known = { asAt: { when: 'now' }, withErrors: true } as const
  const state = await readRecord(visit.tx, record, reference, known)
  if (state === undefined) return { answer: recordNotFound(record, reference) }
  const asking = await reasonFirst(visit, state.handling)
  if (asking !== undefined) return { answer: asking }
  return (await recordsForOwner(pages, visit, state)) ? { state } : { answer: notYours(pages, state) }
}

/** What is told who opens a form on a past day. */
export function notOnAPastDay(): Answer {
  return refused({
    status: 409,
    title: 'The site is on a past day',
    says: 'Nothing can be changed on a past day. Return to today and try again.',
  })
}

/** Whoever opens the form of a record that was recorded in error is led to where it can be recorded again. */
export function inErrorFirst(pages: Pick<RegisterPages, 'record'>, state: RecordState): Answer {
  return redirect(partAddress(pages, state.reference, '/in-error'), { shown: shownRecord(pages.record, state) })
}

function notYours({ record }: Pick<RegisterPages, 'record'>, state: RecordState): Answer {
  return refused({
    status: 403,
    title: 'Its owner records it',
    says: `${String(state.values[record.ownerField])} records this ${record.noun}. Ask them if it should be changed.`,
    shown: shownRecord(record, state),
  })
}

async function recordsForOwner(
  { record }: Pick<RegisterPages, 'record'>,
  visit: Visit,
  state: RecordState,
): Promise<boolean> {
  const owner = String(state.values[record.ownerField])
  const id = (await organisationIds(visit.tx, [owner])).get(owner)
  return id !== undefined && visit.actor.recordsFor.includes(id)
}
