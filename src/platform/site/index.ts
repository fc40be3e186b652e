import type { Module } from '#platform/http'
import { accessibilityRoute } from './accessibility-page.tsx'
import { asAtRoutes } from './as-at-routes.ts'
import { clearLeftovers } from './clear-leftovers.ts'
import { reasonRoutes } from './reason-routes.tsx'
import { searchRoutes } from './search-routes.tsx'

/** What every page leans on: the day the site is on, the search, the reason for looking, the accessibility statement. */
export const site: Module = {
  name: 'site',
  routes: [...asAtRoutes, ...reasonRoutes, ...searchRoutes, accessibilityRoute],
  jobs: [clearLeftovers],
}
