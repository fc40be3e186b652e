import { endTacticRoutes } from './end-tactic-page.tsx'
import { menuPage } from './menu-page.tsx'
import { newTacticRoutes } from './new-tactic-page.tsx'

/** The menu of tactics: the list, and what keeps it. */
export const menuRoutes = [menuPage, ...newTacticRoutes, ...endTacticRoutes]
