import type { Module } from '#platform/http'
import { openApiRoutes } from './api/api-page.tsx'
import { importApiRoutes } from './api/import-api.ts'
import { importCommand } from './import-command.ts'
import { importJob } from './import-job.ts'
import { importLabels } from './import-store.ts'
import { importsWork } from './imports-work.ts'
import { importRoutes } from './pages/import-page.tsx'
import { importsRoute } from './pages/imports-page.tsx'
import { newImportRoutes } from './pages/new-import-page.tsx'
import { nationalCommand } from './national/national-command.ts'
import { tidyImportsJob } from './tidy-imports.ts'

export { runImport, type RunImportOptions, type RunImportResult } from './run-import.ts'
export { loadSample, type LoadSampleOptions } from './sample/load-sample.ts'

/** What comes in and goes out: imports, the sample region, and the API's own description. */
export const exchange: Module = {
  name: 'exchange',
  routes: [importsRoute, ...newImportRoutes, ...importRoutes, ...importApiRoutes, ...openApiRoutes],
  navigation: [{ label: 'Imports', href: '/imports', permission: 'import.run' }],
  work: [importsWork],
  commands: [importCommand, nationalCommand],
  jobs: [importJob, tidyImportsJob],
  provenance: importLabels,
}
