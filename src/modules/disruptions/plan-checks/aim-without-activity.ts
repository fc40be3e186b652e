import { countOf, northWest } from '#modules/plans'
import { addDays } from '#platform/clock'
import { formatDay } from '#ui'
import { type DisruptionCheck, named } from './disruption-check.ts'

/** An aim of an active plan for which nothing was done, and no disruption recorded, in so many days since it began. */
export const aimWithoutActivity: DisruptionCheck = {
  name: 'aim-without-activity',
  heading: 'Aims without activity',
  why: 'An aim that nothing is done for will not be reached, and tells others that it will.',
  source: `${northWest}: “we weren’t assured that 4P plans are currently driving operational activity”; after how many days, local default`,
  todo: 'Give the aim an action with a person and a day, record what was achieved, or take the aim back with a reason.',
  find: ({ idleAims }, { day, threshold }) => {
    const idle = idleAims.filter(({ beganOn }) => addDays(beganOn, threshold('aim-without-activity')) < day)
    const first = idle.map(({ beganOn }) => beganOn).toSorted()[0]
    if (first === undefined) return undefined
    return {
      says: `Nothing was done for ${countOf(idle.length, 'aim')}, and no disruption recorded.`,
      evidence: `${named(idle)}. The first began on ${formatDay(first)}`,
      since: first,
    }
  },
}
