import { sharedWithPartner } from '../handle-sample-records.ts'
import { storyOf } from './force-stories.ts'
import { officerPlans, officerStory } from './officer-stories.ts'
import type { SampleDays } from './sample-days.ts'
import { leaderOf, type SampleForce, sampleForces } from './sample-forces.ts'
import { drawFor } from './draw.ts'
import { goodStory, type PlanStory, type SamplePlan, type SampleThreat } from './sample-plan.ts'
import { writePlan } from './write-plan.ts'

/** The plan whose partner is the council, so that it is shared with it. */
export const sharedPlan = 'P-CHE-0001'

/** Priorities of the region's control strategy that have a strategic plan. */
const priorities = ['Drugs', 'Firearms', 'Modern slavery and human trafficking', 'Fraud', 'Child sexual abuse'] as const

/**
 * Writes the plans of the sample region against its threats: forces one after another, each after its own story.
 *
 * @param threats by reference.
 */
export function writeRegion(threats: readonly SampleThreat[], days: SampleDays): readonly SamplePlan[] {
  return sampleForces.flatMap(force => {
    const own = threats.filter(({ organisation }) => organisation === force.organisation)
    const told = [...liveStories(force, own), ...closedStories(force, own), ...strategicStories(force)]
    return told.map(({ threat, story, priority }, at) =>
      writePlan({
        letters: force.letters,
        domain: force.domain,
        number: String(at + 1).padStart(4, '0'),
        threat,
        story,
        days,
        ...(priority === undefined ? {} : { priority }),
      }),
    )
  })
}

interface Told {
  readonly threat: SampleThreat
  readonly story: PlanStory
  readonly priority?: string
}

function liveStories(force: SampleForce, own: readonly SampleThreat[]): readonly Told[] {
  const shared = ({ reference }: SampleThreat) => (sharedWithPartner.includes(reference) ? 0 : 1)
  const live = own.filter(({ closed }) => !closed).toSorted((a, b) => shared(a) - shared(b))
  const special = force.letters === 'CHE' ? officerPlans : 0
  return live.flatMap((threat, place) => {
    const story = place < special ? officerStory(force, place) : storyOf(force, place)
    return story === undefined ? [] : [{ threat, story }]
  })
}

/** Plans that were closed: where learning is recorded, and where it isn't. */
function closedStories(force: SampleForce, own: readonly SampleThreat[]): readonly Told[] {
  const many: Readonly<Record<string, number>> = { LAN: 5, MER: 4, NWP: 4, CHE: 2 }
  const closed = own.filter(threat => threat.closed).slice(0, many[force.letters] ?? 0)
  return closed.map((threat, place) => {
    const owner = leaderOf(force, place + 1)
    const story = goodStory(owner, -320, [-250, -180 + 10 * place], 0)
    return { threat, story: { ...story, status: 'Closed', learning: ['LAN', 'MER'].includes(force.letters) } }
  })
}

/** The region's unit has a plan for each priority. */
function strategicStories(force: SampleForce): readonly Told[] {
  if (force.letters !== 'NWR') return []
  return priorities.map((priority, place) => {
    const draw = drawFor(`strategic ${priority}`)
    const story = goodStory(leaderOf(force, place), -300, [-220, -130, -draw.between(20, 45)], draw.between(20, 60))
    const threat = { reference: '', name: priority, organisation: force.organisation, crimeCategory: priority, closed: false }
    return { threat, story, priority }
  })
}
