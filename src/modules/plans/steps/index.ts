import type { Panel, Route } from '#platform/http'
import { actionPanel } from '../actions/action-panel.tsx'
import { endFormRoutes } from '../actions/end-form.tsx'
import { myActionsPage } from '../actions/my-actions-page.tsx'
import { noteFormRoutes } from '../actions/note-form.tsx'
import { openAgainRoute } from '../actions/open-again.ts'
import { measurementFormRoutes } from '../aims/measurement-form.tsx'
import { progressPanel } from '../aims/progress-panel.tsx'
import { consultationApi } from '../consultations/consultation-api.ts'
import { consultationFormRoutes } from '../consultations/consultation-form.tsx'
import { consultationsPage } from '../consultations/consultations-page.tsx'
import { consultationsPanel } from '../consultations/consultations-panel.tsx'
import { decisionApi } from '../decisions/decision-api.ts'
import { decisionFormRoutes } from '../decisions/decision-form.tsx'
import { decisionsPage } from '../decisions/decisions-page.tsx'
import { decisionsPanel } from '../decisions/decisions-panel.tsx'
import { answerFormRoutes } from '../hand-over/answer-form.tsx'
import { handOverApi } from '../hand-over/hand-over-api.ts'
import { handOverFormRoutes } from '../hand-over/hand-over-form.tsx'
import { handOverPanel } from '../hand-over/hand-over-panel.tsx'
import { reviewApi } from '../reviews/review-api.ts'
import { reviewFormRoutes } from '../reviews/review-form.tsx'
import { reviewsPage } from '../reviews/reviews-page.tsx'
import { reviewsPanel } from '../reviews/reviews-panel.tsx'

/** What is done on plans, their aims and actions: each step with its pages, its API and its panel. */
export const planSteps: { readonly routes: readonly Route[]; readonly panels: readonly Panel[] } = {
  routes: [
    ...reviewFormRoutes,
    reviewsPage,
    ...decisionFormRoutes,
    decisionsPage,
    ...consultationFormRoutes,
    consultationsPage,
    ...handOverFormRoutes,
    ...answerFormRoutes,
    ...endFormRoutes,
    openAgainRoute,
    ...noteFormRoutes,
    myActionsPage,
    ...measurementFormRoutes,
    ...reviewApi,
    ...decisionApi,
    ...consultationApi,
    ...handOverApi,
  ],
  panels: [reviewsPanel, decisionsPanel, consultationsPanel, handOverPanel, actionPanel, progressPanel],
}
