import type { FileRow, PlanStory, SampleStep } from './sample-plan.ts'
import { changesAtReviews, decisions, investigationParts, partners, partnerWords } from './word-stock.ts'
import type { Writing } from './writing.ts'

/**
 * What was done on a plan: who was consulted, and its reviews. Where it is kept up, with a decision at the first, and a measurement
 * of the first aim that is stated by hand.
 */
export function writeSteps(writing: Writing, aims: readonly FileRow[]): readonly SampleStep[] {
  const { story, plan, days, number } = writing
  const by = story.reviewer ?? story.owner
  if (by === undefined || story.status === 'Draft') return []
  const of = (offset: number, minute = 0) => ({ plan, by, at: days.instant(offset, Number(number) + 20 + minute) })
  return [
    ...(story.consulted ? consultations(writing, of) : []),
    ...reviews(writing, of),
    ...(isKeptUp(story) ? measurements(writing, of, aims) : []),
    ...(story.handedTo === undefined ? [] : [{ ...of(-2), kind: 'hand-over' as const, to: story.handedTo, says: handOverWords }]),
  ]
}

const handOverWords =
  'I move to the county desk on the first. You know the estate and the families: will you take this one on? All is up to date.'

/** Reviewed again and again: then decisions are logged and aims are measured. */
const isKeptUp = ({ reviewDays, joined }: PlanStory) => joined && reviewDays.length > 1

type StepOf = (offset: number, minute?: number) => { readonly plan: string; readonly by: string; readonly at: Date }

function consultations({ story, days, draw }: Writing, of: StepOf): readonly SampleStep[] {
  return draw.some(partners, story.reviewDays.length > 2 ? 2 : 1).map((partner, at) => ({
    ...of(story.activeDay + 3, at),
    kind: 'consultation',
    on: days.day(story.activeDay - 5 - at),
    partner: `The ${partner}`,
    said: draw.one(partnerWords),
  }))
}

function reviews({ story, days, draw }: Writing, of: StepOf): readonly SampleStep[] {
  return story.reviewDays.flatMap((day, at): readonly SampleStep[] => {
    const next = story.reviewDays[at + 1] ?? story.nextReviewDay
    const [one, other] = draw.some(partners, 2)
    const review: SampleStep = {
      ...of(day),
      kind: 'review',
      heldOn: days.day(day),
      byOwner: story.owner === (story.reviewer ?? story.owner),
      attended: story.consulted ? `The owner, the SIO, the ${one}, the ${other}` : 'Two officers of the local team',
      changed: story.consulted ? draw.one(changesAtReviews) : 'No change',
      investigation: story.joined ? draw.one(investigationParts) : null,
      next: next === undefined ? null : days.day(next),
    }
    const [decided = '', rationale = ''] = draw.one(decisions)
    return at === 0 && isKeptUp(story) ? [review, { ...of(day, 1), kind: 'decision', decided, rationale }] : [review]
  })
}

function measurements({ story, days, draw }: Writing, of: StepOf, aims: readonly FileRow[]): readonly SampleStep[] {
  const aim = aims.find(row => row['Measured by'] === 'Stated by hand')
  const [baseline, target] = [Number(aim?.['Baseline']), Number(aim?.['Target'])]
  return story.reviewDays.slice(-1).flatMap(day => {
    const way = draw.between(20, 80) / 100
    if (aim === undefined) return []
    const value = Math.round(baseline + way * (target - baseline))
    return [{ ...of(day, 2), kind: 'measurement', aim: aim['Reference'] ?? '', on: days.day(day - 1), value }]
  })
}
