import type { Module } from '#platform/http'
import { changeValueRoutes } from './pages/change-value-page.tsx'
import { endValueRoutes } from './pages/end-value-page.tsx'
import { keepValueRoute } from './pages/keep-value-page.tsx'
import { listPage } from './pages/list-page.tsx'
import { listsPage } from './pages/lists-page.tsx'
import { newValueRoutes } from './pages/new-value-page.tsx'
import { valuePage } from './pages/value-page.tsx'
import { referenceApi } from './reference-api.ts'

export { countsAsClosed } from './counts-as-closed.ts'
export { referenceChoices } from './reference-choices.ts'
export { shownValues } from './pages/found-list.ts'
export { type FourPWord, listValues, type ReferenceValue, wordsOnLists } from './value-store.ts'

/** Reference data: the dated lists that forms, filters and imports offer. */
export const reference: Module = {
  name: 'reference',
  routes: [
    listsPage,
    listPage,
    ...newValueRoutes,
    valuePage,
    ...changeValueRoutes,
    ...endValueRoutes,
    keepValueRoute,
    ...referenceApi,
  ],
  navigation: [{ label: 'Reference data', href: '/reference', permission: 'reference.manage' }],
}
