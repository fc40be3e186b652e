import type { Route } from '#platform/http'
import { checksApi } from './checks-api.ts'
import { checksPage } from './pages/checks-page.tsx'
import { findingsPage } from './pages/findings-page.tsx'
import { newThresholdRoutes } from './pages/new-threshold-page.tsx'
import { overTimePage } from './pages/over-time-page.tsx'
import { thresholdsPage } from './pages/thresholds-page.tsx'

export { allChecks, allFindings, isAskedFor } from './all-findings.ts'
export { type CheckAsker, checkDay, checkInstant } from './check-day.ts'
export { countOf } from './in-words.ts'
export { type Asked, type Found, northWest } from './plan-check.ts'
export { planChecks } from './plan-checks.ts'
export { readAsked } from './threshold-store.ts'

export { checksWork } from './checks-work.ts'
export { keepAllFindings, keepFindingsJob } from './keep-findings-job.ts'
export { checksPanel } from './plan-panel.tsx'

/** The pages and the API of the checks. */
export const checkRoutes: readonly Route[] = [
  checksPage,
  findingsPage,
  overTimePage,
  thresholdsPage,
  ...newThresholdRoutes,
  ...checksApi,
]
