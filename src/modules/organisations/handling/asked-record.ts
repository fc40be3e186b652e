import { z } from 'zod'
import { type Answer, notFound, type Register, type Visit } from '#platform/http'
import { readRecord, type RecordState } from '#platform/record'
import { type Holding, readHolding } from './handling-store.ts'

export const recordParams = z.object({
  register: z.string(),
  // No text column takes a NUL, and no record has one.
  reference: z.string().transform(text => text.replaceAll('\0', '\uFFFD')),
})

/** The record of an address, as it is today: its handling and shares are always today's. */
export interface AskedRecord {
  readonly register: Register
  readonly state: RecordState
  readonly holding: Holding
}

/** The record that an address names, or undefined when there is none that the actor can see. */
export async function askedRecord(
  visit: Visit,
  { register: name, reference }: z.infer<typeof recordParams>,
): Promise<AskedRecord | undefined> {
  const register = visit.house.registers.get(name)
  // A part is handled as its whole is: that is asked about instead.
  if (register === undefined || register.record.within !== undefined) return undefined
  const state = await readRecord(visit.tx, register.record, reference, { asAt: { when: 'now' } })
  const holding = await readHolding(visit.tx, register.record, reference)
  return state && holding && { register, state, holding }
}

/** The answer for a record that is not there, or can't be seen. */
export function noSuchRecord({ register, reference }: z.infer<typeof recordParams>): Answer {
  return notFound({ register, references: [reference] })
}

/** For the audit: the record that an answer is about. */
export function shownOf({ register, state }: AskedRecord) {
  return { register: register.record.register, references: [state.reference] }
}

/** The address of the handling and sharing of a record, or of a page beneath it. */
export function handlingHref({ register, state }: AskedRecord, page = ''): string {
  return `/handling/${register.record.register}/${encodeURIComponent(state.reference)}${page}`
}
