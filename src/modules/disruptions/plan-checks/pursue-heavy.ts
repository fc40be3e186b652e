import { countOf, northWest } from '#modules/plans'
import { type DisruptionCheck, type DisruptionFacts } from './disruption-check.ts'

/**
 * Recorded disruptions that are pursue by so many percentage points more than the plan means them to be; of a plan that does not
 * say, more than those of the other organisations of its region.
 */
export const pursueHeavy: DisruptionCheck = {
  name: 'pursue-heavy',
  heading: 'Mostly pursue',
  why: 'What is only pursued comes back: prevent, protect and prepare keep others from joining, being harmed or being caught unready.',
  source: `${northWest}: Cheshire, “312 (84 percent) were recorded as pursue activity”; by how many percentage points, local default`,
  todo: 'Look for prevent, protect and prepare work that was done and not recorded, and give each P its actions.',
  find: (plan, { threshold }) => {
    const fewest = Math.max(1, threshold('pursue-heavy-disruptions'))
    if (plan.recorded < fewest) return undefined
    const measure = measureOf(plan, fewest)
    const share = (100 * plan.pursue) / plan.recorded
    if (measure === undefined || share - measure.share < threshold('pursue-heavy')) return undefined
    return {
      says: `${Math.round(share)}% of its disruptions of the last year are pursue; ${measure.says}.`,
      evidence: [
        `${plan.pursue} of ${countOf(plan.recorded, 'lead disruption')}`,
        ...(plan.peersRecorded < fewest
          ? []
          : [`in its region, elsewhere, ${plan.peersPursue} of ${plan.peersRecorded} (${peersShare(plan)}%)`]),
      ].join('; '),
    }
  },
}

/** What the share is held against. */
function measureOf(
  plan: DisruptionFacts,
  fewest: number,
): { readonly share: number; readonly says: string } | undefined {
  if (plan.intendedPursue !== null)
    return { share: plan.intendedPursue, says: `it means ${plan.intendedPursue}% to be` }
  if (plan.peersRecorded < fewest) return undefined
  const share = (100 * plan.peersPursue) / plan.peersRecorded
  return { share, says: `in its region, elsewhere, ${Math.round(share)}% are` }
}

function peersShare({ peersPursue, peersRecorded }: DisruptionFacts): number {
  return Math.round((100 * peersPursue) / peersRecorded)
}
