import type { Module } from '#platform/http'
import { extractCommand } from './extract-command.ts'
import { extractionApi } from './extraction-api.ts'
import { compareRoute } from './pages/compare-page.tsx'
import { extractionRoutes } from './pages/extraction-page.tsx'
import { extractionRowsRoutes } from './pages/extraction-rows-route.ts'
import { extractionsRoute } from './pages/extractions-page.tsx'
import { newExtractionRoutes } from './pages/new-extraction-page.tsx'
import { figuresApi } from './region/figures-api.ts'
import { glanceRoute, homeRoute } from './region/home-route.ts'

export { type AskedExtraction, type ExtractionRequest, readExtractionRequest } from './extraction-request.ts'
export { type KeptExtraction, readExtraction } from './extraction-store.ts'
export { runExtraction } from './run-extraction.ts'

/** Extractions that can be repeated to the byte, and the region at a glance. */
export const insight: Module = {
  name: 'insight',
  routes: [
    homeRoute,
    glanceRoute,
    extractionsRoute,
    ...newExtractionRoutes,
    compareRoute,
    ...extractionRowsRoutes,
    ...extractionRoutes,
    ...extractionApi,
    figuresApi,
  ],
  navigation: [
    { first: true, label: 'At a glance', href: '/glance', permission: 'figures.read' },
    { label: 'Extractions', href: '/extractions', permission: 'extraction.run' },
  ],
  commands: [extractCommand],
}
