import type { Operation } from '../operation.ts'
import { peerOperations } from '../peer/peer-operations.ts'
import { auditAppend } from './audit-append.ts'
import { auditAppendAfterYear, auditEntriesOf } from './audit-by-month.ts'
import { auditVerify } from './audit-verify.ts'
import { changeThreat } from './change-threat.ts'
import { exportMemory } from './export-memory.ts'
import { extraction } from './extraction.ts'
import { glancePage, yearsFigures } from './figures.ts'
import { importFile } from './import-file.ts'
import { listAsAt } from './list-as-at.ts'
import { listPage } from './list-page.ts'
import { listThreats } from './list-threats.ts'
import { mixedWork } from './mixed-work.ts'
import { planChecks } from './plan-checks.ts'
import { recordThreat } from './record-threat.ts'
import { readThreat } from './read-threat.ts'
import { rowLevelSecurity } from './row-level-security.ts'
import { searchNames } from './search-names.ts'

/** Every row of the table, in its order. */
export const operations: readonly Operation[] = [
  readThreat,
  listThreats,
  listPage,
  listAsAt,
  ...searchNames,
  ...rowLevelSecurity,
  recordThreat,
  changeThreat,
  importFile,
  extraction,
  yearsFigures,
  glancePage,
  planChecks,
  auditAppend,
  auditAppendAfterYear,
  auditEntriesOf,
  auditVerify,
  ...mixedWork,
  exportMemory,
  ...peerOperations,
]
