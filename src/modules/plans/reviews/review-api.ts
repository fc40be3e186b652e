import { now } from '#platform/clock'
import { z } from 'zod'
import { mostDecisions, readDecisions } from '../decisions/read-decisions.ts'
import { dayMember, statedJson, stepApi, takenJson, takenMembers } from '../steps/step-api.ts'
import { readReview, reviewDays, reviewTexts } from './read-review.ts'
import { standingOf } from './review-form.tsx'
import { addReview, type Review, reviewsOf } from './review-store.ts'

const takes = z.strictObject({
  heldOn: dayMember,
  attended: z.string(),
  changed: z.string(),
  investigation: z.string().nullish().describe('What part the senior investigating officer took; none when left out'),
  nextReviewOn: dayMember
    .nullish()
    .describe('YYYY-MM-DD. The plan’s stays as it is when left out, if it has not passed'),
  decisions: z
    .array(z.strictObject({ decided: z.string(), rationale: z.string() }))
    .max(mostDecisions)
    .nullish(),
})

const row = z.object({
  ...takenMembers,
  heldOn: dayMember,
  byOwner: z.boolean().describe('Whether it counts as the lead responsible officer’s'),
  attended: z.string(),
  changed: z.string(),
  investigation: z.string().nullable(),
  nextReviewOn: dayMember.nullable(),
  decisions: z.array(z.int()).describe('The numbers of the decisions taken at it'),
})

/** Reviews for programs. */
export const reviewApi = stepApi({
  part: 'reviews',
  noun: 'review',
  summary: {
    list: 'Every review of a plan, the one held last first, as at any moment',
    record: 'Record a review of a plan with its decisions; it also states the day of the next one',
  },
  takes,
  row,
  list: async (visit, planId) => (await reviewsOf(visit.tx, planId, visit.asAt)).map(rowOf),
  record: async (visit, plan, body) => {
    const { decisions } = takes.parse(body)
    const stated = (decisions ?? []).map(one => ({ ...one }))
    const read = readReview(
      statedJson(body, [...reviewTexts, ...reviewDays]),
      readDecisions(stated, (name, index) => `decisions.${index}.${name}`),
      standingOf(visit, plan),
    )
    if ('problems' in read) return read
    const number = await addReview(visit.tx, plan.id, visit.actor.personId, read.answers)
    if (number === undefined) return 'closed'
    const review = (await reviewsOf(visit.tx, plan.id, now)).find(one => one.number === number)
    return { row: review && rowOf(review) }
  },
})

function rowOf(review: Review): z.infer<typeof row> {
  const { heldOn, byOwner, attended, changed, decisions } = review
  return {
    ...takenJson(review),
    heldOn,
    byOwner,
    attended,
    changed,
    investigation: review.investigation ?? null,
    nextReviewOn: review.nextReviewOn ?? null,
    decisions: [...decisions],
  }
}
