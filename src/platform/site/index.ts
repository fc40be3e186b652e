import { draftRoutes, draftsWork, forgetDraftsJob } from '#platform/drafts'
import { anySignedIn, forgetKeptAnswersJob, type Module } from '#platform/http'
import { accessibilityRoute } from './accessibility-page.tsx'
import { asAtRoutes } from './as-at-routes.ts'
import { clearLeftovers } from './clear-leftovers.ts'
import { reasonRoutes } from './reason-routes.tsx'
import { forgetRecentChangesJob } from './forget-recent-changes.ts'
import { searchRoutes } from './search-routes.tsx'
import { workRoute } from './work-page.tsx'

export { workPage } from './work-page.tsx'

/**
 * What every page leans on: the day the site is on, the search, the reason for looking, the accessibility statement; and the
 * list of a person's work.
 */
export const site: Module = {
  name: 'site',
  routes: [...asAtRoutes, ...reasonRoutes, ...searchRoutes, workRoute, ...draftRoutes, accessibilityRoute],
  navigation: [{ first: true, countsWork: true, label: 'My work', href: '/work', permission: anySignedIn }],
  work: [draftsWork],
  jobs: [clearLeftovers, forgetDraftsJob, forgetKeptAnswersJob, forgetRecentChangesJob],
}
