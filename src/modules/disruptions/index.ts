import { ownersRegion } from '#modules/threats'
import type { Module } from '#platform/http'
import { registerRoutes } from '#platform/register-pages'
import { disruption } from './disruption.ts'
import { disruptionMarkers, fourPMark } from './disruption-marks.tsx'
import { howLate, onlyCounted } from './narrowings.ts'
import { othersOfTheEvent, threatsDisruptions } from './panels.tsx'

export { countedDisruption } from './counted-disruption.ts'
export { assessmentCategories, disruption, disruptionTypes, type FourP, fourPs } from './disruption.ts'
export { daysUntilRecorded, type LatenessBand, latenessBands, recordedWithin } from './lateness.ts'

/** What organisations recorded of events after which a threat cannot operate at its usual level. */
export const disruptions: Module = {
  name: 'disruptions',
  registers: [{ record: disruption, href: reference => `/disruptions/${encodeURIComponent(reference)}` }],
  routes: registerRoutes(disruption, {
    narrowings: [ownersRegion, onlyCounted, howLate],
    shows: { fourP: fourPMark },
    markers: disruptionMarkers,
    links: { threatReference: 'threats', eventReference: 'disruptions' },
  }),
  panels: [threatsDisruptions, othersOfTheEvent],
  navigation: [{ label: 'Disruptions', href: '/disruptions', permission: 'record.read' }],
}
