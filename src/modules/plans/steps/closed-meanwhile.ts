import { type Answer, refused, type Shown } from '#platform/http'

/** What someone is told whose plan was closed, or went to others, while they were typing. */
export function closedMeanwhile(shown: Shown): Answer {
  return refused({
    status: 409,
    title: 'The plan was closed meanwhile',
    says: 'It was closed, or is no longer yours to work on. Nothing was recorded. Open the plan again.',
    shown,
  })
}
