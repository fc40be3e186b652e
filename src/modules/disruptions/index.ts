import type { Module } from '#platform/http'
import { registerRoutes } from '#platform/register-pages'
import { aimsDisruptions } from './achieved/aim-panel.tsx'
import { plansDisruptions } from './achieved/plan-panel.tsx'
import { disruption } from './disruption.ts'
import { disruptionOptions } from './disruption-pages.ts'
import { othersOfTheEvent, threatsDisruptions } from './panels.tsx'
import { disruptionChecks } from './plan-checks/disruption-checks.ts'
import { newDisruptionRoutes } from './recording/new-routes.ts'
import { sideRoutes } from './sides/confirm-side.ts'
import { supportersRoutes } from './sides/name-supporters-page.tsx'
import { sidesPanel } from './sides/sides-panel.tsx'
import { sidesWork } from './sides/sides-work.ts'
import { endStandardRoutes } from './standards/end-standard-page.tsx'
import { newStandardRoutes } from './standards/new-standard-page.tsx'
import { standardPanel } from './standards/standard-panel.tsx'
import { standardsPage } from './standards/standards-page.tsx'
import { actionsDisruptions } from './unrecorded/action-panel.tsx'
import { notADisruptionRoutes } from './unrecorded/not-a-disruption-page.tsx'
import { offeredActionsWork } from './unrecorded/offered-actions-work.ts'

export { countedDisruption } from './counted-disruption.ts'
export { assessmentCategories, disruption, disruptionTypes, type FourP, fourPs } from './disruption.ts'
export { daysUntilRecorded, type LatenessBand, latenessBands, recordedWithin } from './lateness.ts'

/** What organisations recorded of events after which a threat cannot operate at its usual level. */
export const disruptions: Module = {
  name: 'disruptions',
  registers: [{ record: disruption, href: reference => `/disruptions/${encodeURIComponent(reference)}` }],
  routes: [
    ...newDisruptionRoutes,
    ...registerRoutes(disruption, disruptionOptions),
    ...supportersRoutes,
    ...notADisruptionRoutes,
    ...sideRoutes,
    standardsPage,
    ...newStandardRoutes,
    ...endStandardRoutes,
  ],
  panels: [
    standardPanel,
    threatsDisruptions,
    sidesPanel,
    othersOfTheEvent,
    actionsDisruptions,
    aimsDisruptions,
    plansDisruptions,
  ],
  work: [offeredActionsWork, sidesWork],
  checks: [disruptionChecks],
  navigation: [
    { label: 'Disruptions', href: '/disruptions', permission: 'record.read' },
    {
      under: '/reference',
      label: 'Recording standards',
      href: '/recording-standards',
      permission: 'signed-in',
      says: 'Which disruptions were to be recorded, by the day of the event',
    },
  ],
}
