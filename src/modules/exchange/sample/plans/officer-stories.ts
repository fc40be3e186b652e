import { drawFor } from './draw.ts'
import { leaderOf, type SampleForce } from './sample-forces.ts'
import { type ExtraAction, goodStory, type PlanStory } from './sample-plan.ts'

const officer = 'lro@cheshire.example'

const housing: ExtraAction = {
  p: 'Protect',
  text: 'Visit the three flats above the launderette with the tenancy officer, and say who lives there',
  person: 'housing@council.example',
  organisation: 'Halton Borough Council',
  dueDay: 4,
}
const stopped: ExtraAction = {
  p: 'Prevent',
  text: 'Visit the two associates at home and serve the cease and desist letters on them',
  person: officer,
  tactic: 'Cease and desist visit',
  dueDay: -1,
  doneDay: -1,
  outcome: 'Both were in and signed for the letter; the younger one asked for the diversion team and is referred',
}
const overdue: ExtraAction = {
  p: 'Pursue',
  text: 'Agree with the case lawyer which of the phone records are still needed',
  person: officer,
  dueDay: -6,
}
const thisWeek: ExtraAction = {
  p: 'Prepare',
  text: 'Brief the two response teams that take over the patrol plan',
  person: officer,
  dueDay: 2,
}

type Make = (force: SampleForce, story: PlanStory) => PlanStory

/** A day of Cheshire's lead responsible officer: some plans as they should be, and what waits for him in the others. */
const plans: readonly Make[] = [
  (_force, story) => ({ ...story, extraActions: [housing] }),
  (_force, story) => ({ ...story, nextReviewDay: 3 }),
  (_force, story) => ({ ...story, extraActions: [overdue, thisWeek] }),
  (_force, story) => ({ ...story, extraActions: [stopped] }),
  (force, story) => ({ ...story, owner: leaderOf(force, 1), reviewer: leaderOf(force, 1), handedTo: officer }),
  (_force, story) => ({ ...story, nextReviewDay: -12 }),
  (_force, story) => ({ ...story, status: 'Draft', activeDay: -6, reviewDays: [] }),
  (_force, story) => story,
]

/** How many threats the officer's plans are against. */
export const officerPlans = plans.length

/** The story of the officer's plan at a place of his list. The first is shared with the council. */
export function officerStory(force: SampleForce, place: number): PlanStory | undefined {
  const draw = drawFor(`officer ${place}`)
  const last = -draw.between(20, 50)
  return plans[place]?.(force, goodStory(officer, -draw.between(150, 300), [last - 70, last], last + 85))
}
