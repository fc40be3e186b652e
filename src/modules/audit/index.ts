import type { Module } from '#platform/http'
import { auditPanels } from './pages/audit-panel.tsx'
import { entriesOfRecord } from './pages/entries-of-record.tsx'
import { mergingJob } from './merge-shown.ts'
import { monthsJob } from './prepare-months.ts'
import { sealingJob } from './seal-audit.ts'
import { verifyCommand } from './verify-command.ts'

export { headPath, type KnownHead, readHead } from './head-file.ts'
export { type Sealed, sealAudit } from './seal-audit.ts'
export { type Verified, verifyAudit } from './verify-audit.ts'
export { writeAudit } from './write-audit.ts'

/** Who was shown, changed, exported, imported or refused what, when and why; sealed so that it can't be changed unseen. */
export const audit: Module = {
  name: 'audit',
  routes: [entriesOfRecord],
  panels: auditPanels,
  commands: [verifyCommand],
  jobs: [sealingJob(), mergingJob(), monthsJob()],
}
