import { columnNumber, columnLetters } from './cell-name.ts'

/** How far a formula was filled from the cell that holds its text. */
export interface Shift {
  readonly rows: number
  readonly columns: number
}

// Text and names of sheets in quote marks, then references. What goes on with a letter, a digit or a bracket is another name.
const quotedOrReference = /"(?:[^"]|"")*"|'(?:[^']|'')*'|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.!])/g

/**
 * The text of a formula that was filled from another cell: its references, but for those held by $, moved as far as it was.
 * Workbooks keep the text once for all the cells it was filled to (ISO/IEC 29500-1, 18.3.1.40).
 */
export function shiftFormula(formula: string, by: Shift): string {
  return formula.replaceAll(
    quotedOrReference,
    (all: string, holdsColumn?: string, letters?: string, holdsRow?: string, digits?: string) => {
      if (letters === undefined || digits === undefined) return all
      const column = holdsColumn === '$' ? letters : columnLetters(columnNumber(letters) + by.columns)
      const row = holdsRow === '$' ? digits : String(Number(digits) + by.rows)
      return `${holdsColumn}${column}${holdsRow}${row}`
    },
  )
}
