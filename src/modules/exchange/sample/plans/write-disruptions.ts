import type { FourP } from '#modules/plans'
import { seenByFewer } from '../handle-sample-records.ts'
import { familyOf } from './action-stock.ts'
import { type Draw, drawFor } from './draw.ts'
import { drawEvents, type EventToWrite } from './draw-events.ts'
import { drawEvent, resultsOf } from './event-stock.ts'
import type { SampleDays } from './sample-days.ts'
import { sampleForces } from './sample-forces.ts'
import type { FileRow, SamplePlan, SampleThreat } from './sample-plan.ts'
import { districts, streets } from './word-stock.ts'

/**
 * Writes disruptions of the last eleven months against the region's plans: most came of a finished action, others of an aim. Of the
 * same days as the plans, and as them the same each time.
 */
export function writeDisruptions(
  plans: readonly SamplePlan[],
  threats: readonly SampleThreat[],
  days: SampleDays,
): readonly FileRow[] {
  const byReference = new Map(threats.map(threat => [threat.reference, threat]))
  return sampleForces.flatMap(({ letters }) => {
    const open = plans.flatMap(({ reference, rows }) => {
      const threat = byReference.get(rows.plans[0]?.['Threat'] ?? '')
      const isTold = reference.startsWith(`P-${letters}-`) && threat !== undefined && !seenByFewer.includes(threat.reference)
      return isTold ? [{ reference, rows, threat }] : []
    })
    return drawEvents(letters, open, days).map((event, at) =>
      disruptionRow(event, `D-${letters}-4P-${String(at + 1).padStart(4, '0')}`, days),
    )
  })
}

function disruptionRow(event: EventToWrite, reference: string, days: SampleDays): FileRow {
  const draw = drawFor(reference)
  const stock = drawEvent(familyOf[event.threat.crimeCategory] ?? 'supply', event.p, event.measuredBy, draw)
  const delay = Math.min(draw.between(1, 4), -1 - event.day)
  return {
    Reference: reference,
    'Recorded at': days.instant(event.day + delay, draw.between(0, 479)).toISOString(),
    'Record date': days.day(event.day),
    'Threat reference': event.threat.reference,
    'Disruption type': 'Lead Disruption',
    'Assessment category': categoryOf(event.p, draw),
    '4P': event.p,
    'Lead organisation': event.threat.organisation,
    Title: `${stock.says}: ${draw.one(streets)}, ${draw.one(districts)}`,
    Tactic: stock.tactic,
    Details: event.details,
    'Plan action': event.action,
    'Plan aim': event.aim,
    ...resultsOf(stock, draw),
  }
}

/** What prepares seldom changes more than a little at once. */
function categoryOf(p: FourP, draw: Draw): string {
  const light = ['Minor', 'Minor', 'Minor', 'Moderate']
  return draw.one(p === 'Prepare' ? light : [...light, 'Minor', 'Moderate', 'Moderate', 'Major', 'Not assessed'])
}
