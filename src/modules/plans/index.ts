import type { Module } from '#platform/http'
import { registerRoutes } from '#platform/register-pages'
import { aim } from './aim.ts'
import { plan } from './plan.ts'
import { checkRoutes, checksPanel, checksWork, keepFindingsJob, planChecks } from './checks/index.ts'
import { menuRoutes } from './menu/routes.ts'
import { fourPsPanel } from './pages/four-ps-panel.tsx'
import { menuPanel } from './pages/menu-panel.tsx'
import { planViewsPanel } from './pages/plan-views-panel.tsx'
import { planViewRoutes } from './pages/routes.ts'
import { threatPlanPanel } from './pages/threat-panel.tsx'
import { planAction } from './plan-action.ts'
import { planSteps } from './steps/index.ts'
import { plansWork } from './plans-work.ts'
import { actionOptions, aimOptions, planOptions } from './plan-pages.ts'

export { aim, type Measure, measures } from './aim.ts'
export { type FourP, fourPMeanings, fourPs } from './four-ps.ts'
export {
  allChecks,
  allFindings,
  type Asked,
  type CheckAsker,
  checkDay,
  checkInstant,
  countOf,
  type Found,
  isAskedFor,
  northWest,
  readAsked,
} from './checks/index.ts'
export { mixFields, plan, reasonFields } from './plan.ts'
export { planAction } from './plan-action.ts'
export {
  type ActionState,
  actionsOf,
  aimsOf,
  type AimState,
  closedProblem,
  isClosed,
  planIdOf,
  type PlanState,
  readOpenPlan,
  readPlan,
} from './plan-store.ts'

/** 4P plans: what is to be achieved against each threat, what is done for it, and what an inspector would find. */
export const plans: Module = {
  name: 'plans',
  registers: [
    { record: plan, href: reference => `/plans/${encodeURIComponent(reference)}` },
    { record: aim, href: reference => `/plan-aims/${encodeURIComponent(reference)}` },
    { record: planAction, href: reference => `/plan-actions/${encodeURIComponent(reference)}` },
  ],
  routes: [
    ...menuRoutes,
    ...planViewRoutes,
    ...registerRoutes(plan, planOptions),
    ...registerRoutes(aim, aimOptions),
    ...registerRoutes(planAction, actionOptions),
    ...planSteps.routes,
    ...checkRoutes,
  ],
  panels: [threatPlanPanel, fourPsPanel, planViewsPanel, menuPanel, ...planSteps.panels, checksPanel],
  work: [...plansWork, checksWork],
  checks: [planChecks],
  jobs: [keepFindingsJob],
  navigation: [
    { label: 'Plans', href: '/plans', permission: 'record.read' },
    {
      under: '/reference',
      label: 'Menu of tactics',
      href: '/plans/menu',
      permission: 'signed-in',
      says: 'What is usually tried, by crime category and P, offered beside each plan',
    },
    { label: 'My actions', href: '/my-actions', permission: 'plan.work' },
    { label: 'Checks', href: '/checks', permission: 'checks.read' },
    {
      under: '/reference',
      label: 'Thresholds of the checks',
      href: '/checks/thresholds',
      permission: 'signed-in',
      says: 'How many, how late, how much alike: what the checks of 4P plans go by',
    },
  ],
}
