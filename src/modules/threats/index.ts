import type { Module } from '#platform/http'
import { registerRoutes } from '#platform/register-pages'
import { shownValues } from '#modules/reference'
import { assessmentPanel, assessmentRoutes, assessmentWork } from './assessments/index.ts'
import { onlyLive, ownersRegion } from './narrowings.ts'
import { nearNamed } from './near-names.ts'
import { threat } from './threat.ts'
import { moderationTag, threatMarkers, tierMark } from './threat-marks.tsx'
import { threatWrites } from './threat-writes.ts'

export { liveThreat } from './live-threat.ts'
export { ownersRegion } from './narrowings.ts'
export { crimeCategories, moderationStatuses, threat, threatTypes, tiers, usualPhases } from './threat.ts'

/** The SOC master list. */
export const threats: Module = {
  name: 'threats',
  registers: [{ record: threat, href: reference => `/threats/${encodeURIComponent(reference)}` }],
  routes: [
    ...registerRoutes(threat, {
      narrowings: [ownersRegion, onlyLive],
      shows: { tier: tierMark, moderationStatus: moderationTag },
      markers: threatMarkers,
      writes: threatWrites,
      usualValues: shownValues,
      lookAlikes: nearNamed,
    }),
    ...assessmentRoutes,
  ],
  panels: [assessmentPanel],
  work: assessmentWork,
  navigation: [
    { label: 'Threats', href: '/threats', permission: 'record.read' },
    {
      under: '/reference',
      label: 'Assessment models',
      href: '/assessments/models',
      permission: 'signed-in',
      says: 'What each score means, weights, and which tier so many points suggest',
    },
  ],
}
