import { type Answer, type PageAnswer, refused, type Visit } from '#platform/http'
import { reasonFirst } from '#platform/register-pages'
import { handlingsOf } from './extraction-rows-store.ts'
import type { KeptExtraction } from './extraction-store.ts'
import { scopeOf } from './run-again.ts'

/** Whether kept extractions hold records, as they are handled today, that are shown only to someone who gave a reason. */
export async function demandsReason(visit: Visit, ...kept: readonly KeptExtraction[]): Promise<boolean> {
  return (await handlingDemandingReason(visit, kept)) !== undefined
}

/** The page that asks why, before the rows of kept extractions are shown; undefined when that need not be asked. */
export async function reasonForExtraction(
  visit: Visit,
  ...kept: readonly KeptExtraction[]
): Promise<PageAnswer | undefined> {
  const handling = await handlingDemandingReason(visit, kept)
  return handling === undefined ? undefined : reasonFirst(visit, handling)
}

/** What a program is told: it can't be asked for a reason. */
export function reasonOnPages(): Answer {
  return refused({
    status: 403,
    title: 'A reason is needed',
    says: 'Some of these records may be shown only to someone who gave a reason. Use the pages of the extraction.',
  })
}

async function handlingDemandingReason(visit: Visit, kept: readonly KeptExtraction[]): Promise<string | undefined> {
  const demanding = visit.actor.reasonDemandedFor
  for (const one of kept) {
    const handlings = await handlingsOf(visit.tx, scopeOf(one).preset, one.id)
    const found = handlings.find(handling => demanding.includes(handling))
    if (found !== undefined) return found
  }
  return undefined
}
