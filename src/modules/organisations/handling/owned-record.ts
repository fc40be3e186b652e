import { type Answer, refused, type Visit } from '#platform/http'
import type { z } from 'zod'
import { type AskedRecord, askedRecord, noSuchRecord, type recordParams, shownOf } from './asked-record.ts'
import { ownershipProblem } from './change-handling.ts'

/** The record that an address names, when the actor may settle its handling; else what they are answered. */
export async function ownedRecord(
  visit: Visit,
  params: z.infer<typeof recordParams>,
): Promise<{ readonly asked: AskedRecord } | { readonly answer: Answer }> {
  const asked = await askedRecord(visit, params)
  if (asked === undefined) return { answer: noSuchRecord(params) }
  const problem = ownershipProblem(asked.holding, visit.actor)
  return problem === undefined ? { asked } : { answer: notItsOwner(problem, asked) }
}

/** What someone is told who sees a record and may not settle its handling. */
export function notItsOwner(problem: string, asked: AskedRecord): Answer {
  return refused({
    status: 403,
    title: 'Its owner settles its handling',
    says: `${problem}. Ask them if it should be handled or shared differently.`,
    shown: shownOf(asked),
  })
}
