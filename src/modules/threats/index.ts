import type { Module } from '#platform/http'
import { registerRoutes } from '#platform/register-pages'
import { onlyLive, ownersRegion } from './narrowings.ts'
import { threat } from './threat.ts'
import { moderationTag, threatMarkers, tierMark } from './threat-marks.tsx'

export { liveThreat } from './live-threat.ts'
export { ownersRegion } from './narrowings.ts'
export { crimeCategories, moderationStatuses, threat, threatTypes, tiers, usualPhases } from './threat.ts'

/** The SOC master list. */
export const threats: Module = {
  name: 'threats',
  registers: [{ record: threat, href: reference => `/threats/${encodeURIComponent(reference)}` }],
  routes: registerRoutes(threat, {
    narrowings: [ownersRegion, onlyLive],
    shows: { tier: tierMark, moderationStatus: moderationTag },
    markers: threatMarkers,
  }),
  navigation: [{ label: 'Threats', href: '/threats', permission: 'record.read' }],
}
