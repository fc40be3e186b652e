/**
 * What text starts with that a spreadsheet may run, for a class of a regular expression. The last four are the full-width forms, which some
 * spreadsheets take for the ASCII ones.
 */
export const formulaStarts = String.raw`=+\-@\t\r\n＝＋－＠`

const formulaStart = new RegExp(`^'*[${formulaStarts}]`)
const guarded = new RegExp(`^'+[${formulaStarts}]`)
const plainNegative = /^-\d+(?:\.\d+)?$/

/**
 * A value as it is written to a file that a spreadsheet may open: one apostrophe before text that starts as a formula does
 * (= + - @, a tab or a line break), so that it is shown and not run. Plain negative numbers such as -5 stay as they are.
 * Text that has apostrophes before such a start already gets one more, so that `withoutFormulaGuard` gives back every text exactly.
 */
export function withFormulaGuard(value: string): string {
  return formulaStart.test(value) && !plainNegative.test(value) ? `'${value}` : value
}

/** A value of a file without the one apostrophe that `withFormulaGuard` put before it; any other value as it is. */
export function withoutFormulaGuard(value: string): string {
  return guarded.test(value) ? value.slice(1) : value
}

/**
 * A value as it is written to a cell of type text, which no spreadsheet runs: as it is, but that text which `withoutFormulaGuard`
 * would take an apostrophe from gets one more, and comes back exactly.
 */
export function withTextGuard(value: string): string {
  return guarded.test(value) ? `'${value}` : value
}
