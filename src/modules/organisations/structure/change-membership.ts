import type { Transaction } from '#platform/database'
import { formatDay } from '#ui'
import type { Organisation } from '../organisation-store.ts'
import {
  insertMembership,
  listMemberships,
  type Membership,
  type NewMembership,
  setMembershipEnd,
} from './membership-store.ts'
import { holdOrganisations } from './organisation-change-store.ts'

/** Done, or what is wrong and with which field. */
export type Changed = { readonly ok: true } | { readonly field: string; readonly problem: string }

interface Period {
  readonly fromOn?: string | null | undefined
  readonly toOn?: string | null | undefined
}

/** Makes an organisation part of a region. It can't be part of two at a time: its records would count twice. */
export async function beginMembership(
  tx: Transaction,
  organisation: Organisation,
  wanted: Omit<NewMembership, 'organisationId'>,
): Promise<Changed> {
  await holdOrganisations(tx)
  const problem = periodProblem(wanted) ?? outsideOf(organisation, wanted)
  if (problem !== undefined) return problem
  const other = (await listMemberships(tx, organisation.id)).find(membership => overlaps(membership, wanted))
  if (other !== undefined) return { field: 'from', problem: overlapProblem(organisation, other) }
  await insertMembership(tx, { ...wanted, organisationId: organisation.id })
  return { ok: true }
}

/** Ends a membership: from that day on the organisation is not part of the region. What it was before stays. */
export async function endMembership(
  tx: Transaction,
  organisation: Organisation,
  membershipId: number,
  toOn: string | undefined,
): Promise<Changed> {
  await holdOrganisations(tx)
  const memberships = await listMemberships(tx, organisation.id)
  const membership = memberships.find(({ id }) => id === membershipId)
  if (membership === undefined) return { field: 'end', problem: 'Select a membership' }
  if (toOn === undefined) return { field: 'end', problem: 'Enter the first day on which it is no longer a member' }
  const ended = { fromOn: membership.fromOn, toOn }
  const problem = periodProblem(ended) ?? outsideOf(organisation, ended)
  if (problem !== undefined) return { ...problem, field: 'end' }
  const other = memberships.find(one => one.id !== membershipId && overlaps(one, ended))
  if (other !== undefined) return { field: 'end', problem: overlapProblem(organisation, other) }
  await setMembershipEnd(tx, membershipId, toOn)
  return { ok: true }
}

/** Whether two periods, each from a day up to but not including another, have a day in common. */
export function overlaps(one: Period, other: Period): boolean {
  return startsBefore(one.fromOn, other.toOn) && startsBefore(other.fromOn, one.toOn)
}

function startsBefore(fromOn: string | null | undefined, toOn: string | null | undefined): boolean {
  return fromOn == null || toOn == null || fromOn < toOn
}

function periodProblem({ fromOn, toOn }: Period): Exclude<Changed, { ok: true }> | undefined {
  if (startsBefore(fromOn, toOn)) return undefined
  return { field: 'to', problem: 'The last day must be after the first' }
}

function outsideOf(organisation: Organisation, { fromOn, toOn }: Period): Exclude<Changed, { ok: true }> | undefined {
  if (organisation.fromOn !== undefined && fromOn != null && fromOn < organisation.fromOn) {
    return {
      field: 'from',
      problem: `${organisation.name} began on ${formatDay(organisation.fromOn)}. Enter that day or later`,
    }
  }
  if (organisation.toOn !== undefined && (toOn == null || toOn > organisation.toOn)) {
    return {
      field: 'to',
      problem: `${organisation.name} ended on ${formatDay(organisation.toOn)}. Enter that day or earlier`,
    }
  }
  return undefined
}

function overlapProblem(organisation: Organisation, other: Membership): string {
  return `${organisation.name} is part of ${other.region} ${periodInWords(other)}. Memberships can’t overlap: end that one first, or enter other days`
}

/** "from 1 April 2023 until 1 April 2024", the second day not included. */
export function periodInWords({ fromOn, toOn }: Period): string {
  const from = fromOn == null ? undefined : `from ${formatDay(fromOn)}`
  const to = toOn == null ? undefined : `until ${formatDay(toOn)}`
  return [from, to].filter(Boolean).join(' ') || 'from the beginning until now'
}
