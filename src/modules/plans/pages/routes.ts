import { boardRoutes } from './board-page.tsx'
import { businessPlan } from './business-plan.tsx'
import { closeRoutes } from './close-page.tsx'
import { onAPage } from './on-a-page.tsx'

/** Ways to look at a plan beside its own page, and its end. */
export const planViewRoutes = [businessPlan, onAPage, ...boardRoutes, ...closeRoutes]
