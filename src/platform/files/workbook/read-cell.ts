import { unescaped } from './escaped-text.ts'
import type { CellPlace } from './cell-name.ts'
import { numberText } from './number-text.ts'
import { shiftFormula } from './shift-formula.ts'
import type { SheetContext } from './sheet-context.ts'
import { cutText } from './text-run.ts'

/** A cell as its part has it. */
export interface TypedCell {
  /** n, s, str, inlineStr, b, e or d. */
  type: string
  style: number
  /** Of the element `v`. */
  value: string
  /** Of an inline string. */
  text: string
  formula?: { text: string; readonly shared: string | undefined }
}

/** A cell as a row has it: its text, and what its author should know. */
export interface ReadCell {
  readonly text: string
  readonly problem?: string
  readonly warning?: string
}

/** Formulas that other cells share, by their number. */
export type SharedFormulas = Map<string, { readonly text: string; readonly place: CellPlace }>

/** The text of a cell. A formula is its own text: it is never worked out, and what a program once worked out is not trusted. */
export function readCell(
  context: SheetContext,
  formulas: SharedFormulas,
  cell: TypedCell & { readonly place: CellPlace },
): ReadCell {
  const most = context.limits.fieldCharacters
  const formula = formulaOf(formulas, cell, most)
  if (formula !== undefined) return { text: cutText(`=${unescaped(formula)}`, most), warning: aFormula }
  if (cell.type === 'e') return { text: cell.value, problem: `is an error (${cell.value.slice(0, 20)}). Mend it` }
  const text = cutText(valueOf(context, cell), most)
  return cell.formula === undefined ? { text } : { text, warning: partOfFormula }
}

const aFormula =
  'is a formula. Its own text is taken, not what it comes to. If that is not meant, copy the cells and paste them as values'

const partOfFormula = 'belongs to a formula that stands elsewhere. What it last came to is taken'
const mostFormulas = 10_000

function formulaOf(
  formulas: SharedFormulas,
  cell: TypedCell & { readonly place: CellPlace },
  most: number,
): string | undefined {
  if (cell.formula === undefined) return undefined
  const { text, shared } = cell.formula
  if (text !== '') {
    if (shared !== undefined && formulas.size < mostFormulas) {
      formulas.set(shared, { text: cutText(text, most), place: cell.place })
    }
    return text
  }
  const first = formulas.get(shared ?? '')
  if (first === undefined) return undefined
  const { row, column } = cell.place
  return shiftFormula(first.text, { rows: row - first.place.row, columns: column - first.place.column })
}

function valueOf({ strings, formats, from1904 }: SheetContext, { type, value, text, style }: TypedCell): string {
  if (type === 's') return value === '' ? '' : (strings?.at(Number(value)) ?? '')
  if (type === 'inlineStr') return unescaped(text)
  if (type === 'str') return unescaped(value)
  if (type === 'b') return /^\s*(?:1|true)\s*$/.test(value) ? 'TRUE' : 'FALSE'
  if (type === 'd') return value.trim().replace(/T00:00:00(?:\.0+)?$/, '')
  return numberText(value, formats?.meaning(style) ?? 'number', from1904)
}
