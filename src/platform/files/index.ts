export { type CheckedRow } from './check-row.ts'
export { cleanText, isBlank } from './clean-text.ts'
export { csvWriter } from './csv-writer.ts'
export { foldLabel } from './fold-label.ts'
export { withFormulaGuard, withoutFormulaGuard } from './formula-guard.ts'
export { jsonArrayWriter, jsonLinesWriter } from './json-writers.ts'
export { type FileLimits, fileLimits, type WorkbookLimits, workbookLimits } from './limits.ts'
export { type HeaderColumn, type MatchedHeader, matchHeader } from './match-header.ts'
export { parseChoiceCell } from './parse-choice-cell.ts'
export { parseDayCell } from './parse-day-cell.ts'
export { parseInstantCell } from './parse-instant-cell.ts'
export { parseCountCell, parseMoneyCell } from './parse-number-cells.ts'
export type { CellResult, FileProblem } from './problem.ts'
export { readDelimited } from './read-delimited.ts'
export { type DelimitedItem } from './row-sorter.ts'
export { fileForm, readRows } from './read-rows.ts'
export { type RejectedRow, rejectedCsvWriter } from './rejected-csv.ts'
export { oneByOne, type RowWriter, writeBatches, writeRows } from './row-writer.ts'
export { printable, shown } from './show-value.ts'
export { removeLeftoverSpools, removeSpooled, type SpooledFile, type SpoolResult, spoolToFile } from './spool.ts'
export { type WrittenFile, writeSpooledBatches, writeSpooledFile } from './write-spooled-file.ts'
export type { ColumnChoices, ColumnKind, SheetColumn } from './workbook/sheet-xml.ts'
export {
  problemOfRowCount,
  type WorkbookSheet,
  workbookType,
  writeSpooledWorkbook,
  type WrittenWorkbook,
} from './workbook/write-workbook.ts'
