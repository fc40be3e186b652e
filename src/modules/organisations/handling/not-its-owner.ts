import { type Answer, refused } from '#platform/http'
import { type AskedRecord, shownOf } from './asked-record.ts'

/** What someone is told who sees a record and may not settle its handling. */
export function notItsOwner(problem: string, asked: AskedRecord): Answer {
  return refused({
    status: 403,
    title: 'Its owner settles its handling',
    says: `${problem}. Ask them if it should be handled or shared differently.`,
    shown: shownOf(asked),
  })
}
