import { countOf, northWest } from '#modules/plans'
import { addDays } from '#platform/clock'
import { formatDay } from '#ui'
import { type DisruptionCheck, named } from './disruption-check.ts'

/** Lead disruptions against the threat of an active plan that name neither an action nor an aim of it. */
export const disruptionWithoutAim: DisruptionCheck = {
  name: 'disruption-without-aim',
  heading: 'Disruptions without an aim',
  why: 'A disruption that names no aim can’t show what the plan achieved.',
  source: `${northWest}: “a single system that measures disruption activity against the aims of the 4P plans”; how many days are left for it, local default`,
  todo: 'Open each disruption, select Change, and enter the action or the aim that it came from. If it serves none, the plan may lack an aim.',
  find: ({ withoutAim }, { day, threshold }) => {
    const late = withoutAim.filter(({ on }) => addDays(on, threshold('disruption-without-aim')) <= day)
    const first = late.map(({ on }) => on).toSorted()[0]
    if (first === undefined) return undefined
    return {
      says: `${countOf(late.length, 'lead disruption')} against its threat ${late.length === 1 ? 'names' : 'name'} no action or aim of it.`,
      evidence: `${named(late)}. The first was on ${formatDay(first)}`,
      since: first,
    }
  },
}
