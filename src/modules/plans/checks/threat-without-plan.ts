import { formatDay } from '#ui'
import { northWest, type ThreatCheck } from './plan-check.ts'

/** A live threat without a plan. A draft is a plan; a closed plan isn't one any more. */
export const threatWithoutPlan: ThreatCheck = {
  name: 'threat-without-plan',
  heading: 'Threat without a plan',
  why: 'Without a plan nobody answers for what is done against a threat, and work is left to chance.',
  source: `${northWest}: Cumbria, “Some investigations had no 4P plan at all”`,
  todo: 'Open a plan from the threat’s page; or close the threat, if it is one no more.',
  find: ({ plans, since }) => {
    if (plans > 0) return undefined
    return {
      says: 'No plan that is open names this live threat.',
      evidence: since === null ? 'Moderated, and not closed' : `Moderated since ${formatDay(since)}, and not closed`,
      since: since ?? undefined,
    }
  },
}
