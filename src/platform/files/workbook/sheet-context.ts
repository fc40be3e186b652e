import type { FileLimits, WorkbookLimits } from '../limits.ts'
import type { CellFormats } from './cell-formats.ts'
import type { SharedStrings } from './shared-strings.ts'

/** What the cells of a sheet are read by. */
export interface SheetContext {
  readonly strings: SharedStrings | undefined
  readonly formats: CellFormats | undefined
  readonly from1904: boolean
  readonly limits: FileLimits
  readonly workbookLimits: WorkbookLimits
}
