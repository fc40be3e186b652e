import type { Route } from '#platform/http'
import { assessmentApi } from './assessment-api.ts'
import { agreementPage } from './pages/agreement-page.tsx'
import { assessmentPage } from './pages/assessment-page.tsx'
import { beginRoute } from './pages/begin-route.ts'
import { checkRoutes } from './pages/check-page.tsx'
import { comparePage } from './pages/compare-page.tsx'
import { endRoutes } from './pages/end-routes.tsx'
import { moderateRoutes } from './pages/moderate-page.tsx'
import { modelRoutes } from './pages/models-page.tsx'
import { newModelRoutes } from './pages/new-model-page.tsx'
import { scoresRoutes } from './pages/scores-page.tsx'
import { underPage } from './pages/under-page.tsx'

export { assessmentPanel } from './assessment-panel.tsx'
export { assessmentWork } from './assessment-work.ts'

/** The pages and the API of assessments: from the first score to moderation, and the models they are made by. */
export const assessmentRoutes: readonly Route[] = [
  agreementPage,
  ...modelRoutes,
  ...newModelRoutes,
  beginRoute,
  assessmentPage,
  ...scoresRoutes,
  ...checkRoutes,
  ...moderateRoutes,
  ...endRoutes,
  comparePage,
  underPage,
  ...assessmentApi,
]
