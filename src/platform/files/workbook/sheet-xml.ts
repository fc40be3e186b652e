import { withTextGuard } from '../formula-guard.ts'
import { problemOfDay } from '../real-day.ts'
import { columnLetters, mostRows } from './cell-name.ts'
import { escaped } from './escaped-text.ts'

/** How the values of a column stand in a sheet. */
export type ColumnKind = 'text' | 'count' | 'money' | 'day'

/** Values that a sheet offers for a column: they stand in another sheet of the workbook, beneath its header row. */
export interface ColumnChoices {
  readonly sheet: string
  /** The column there, from 0. */
  readonly column: number
  readonly count: number
  /** Whether another value may be typed all the same. */
  readonly othersAllowed: boolean
}

export interface SheetColumn {
  readonly label: string
  readonly kind?: ColumnKind
  /** In characters. */
  readonly width?: number
  readonly choices?: ColumnChoices
}

/** Cell formats by number, as `stylesXml` writes them. */
const styles = { general: 0, header: 1, text: 2, count: 3, money: 4, day: 5, shownStart: 6 } as const

/** ISO/IEC 29500-1, 18.8: bold headers; text that stays text when it is edited, also where it starts as a formula does. */
export const stylesXml = [
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>',
  '<fonts count="2"><font><sz val="11"/><name val="Arial"/></font><font><b/><sz val="11"/><name val="Arial"/></font></fonts>',
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="7">',
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>',
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
  '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
  '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>',
  '</cellXfs>',
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  '</styleSheet>',
].join('')

/** What stands before a sheet's rows: a frozen header row, the columns' widths and formats. */
export function sheetOpening(columns: readonly SheetColumn[], isFirst: boolean): string {
  const widths = columns.map(({ width = 20, kind = 'text' }, place) => {
    return `<col min="${place + 1}" max="${place + 1}" width="${width}" style="${styles[kind]}" customWidth="1"/>`
  })
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  return [
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0">${pane}</sheetView></sheetViews>`,
    `<cols>${widths.join('')}</cols>`,
    '<sheetData>',
    rowXml(
      1,
      columns.map(({ label }, place) => textCell(label, place, 1, styles.header)),
    ),
  ].join('')
}

/** A row of values; those of columns of numbers and days are such where they can be, and text otherwise. */
export function sheetRow(columns: readonly SheetColumn[], values: readonly string[], row: number): string {
  return rowXml(
    row,
    columns.map(({ kind = 'text' }, place) => cellXml(values[place] ?? '', kind, place, row)),
  )
}

/** What stands after a sheet's rows: a filter over all of them, and the choices of columns. */
export function sheetClosing(columns: readonly SheetColumn[], lastRow: number): string {
  const filter = `<autoFilter ref="A1:${columnLetters(columns.length)}${lastRow}"/>`
  const validations = columns.flatMap(({ choices }, place) =>
    choices === undefined ? [] : [validation(choices, place)],
  )
  const offered =
    validations.length === 0
      ? ''
      : `<dataValidations count="${validations.length}">${validations.join('')}</dataValidations>`
  return `</sheetData>${filter}${offered}</worksheet>`
}

function validation({ sheet, column, count, othersAllowed }: ColumnChoices, place: number): string {
  const letters = columnLetters(column + 1)
  const range = `'${sheet.replaceAll("'", "''")}'!$${letters}$2:$${letters}$${count + 1}`
  const own = columnLetters(place + 1)
  const strictness = othersAllowed ? '' : ' showErrorMessage="1" errorTitle="Not in the list"'
  const error = othersAllowed ? '' : ' error="Choose a value from the list."'
  return `<dataValidation type="list" allowBlank="1"${strictness}${error} sqref="${own}2:${own}${mostRows}"><formula1>${escaped(range)}</formula1></dataValidation>`
}

function rowXml(row: number, cells: readonly string[]): string {
  return `<row r="${row}">${cells.join('')}</row>`
}

const numberForms = { count: /^(?:0|[1-9]\d{0,14})$/, money: /^(?:0|[1-9]\d{0,12})\.\d\d$/ } as const
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/

function cellXml(value: string, kind: ColumnKind, place: number, row: number): string {
  if (value === '') return ''
  const text = () => textCell(value, place, row, formulaStart.test(value) ? styles.shownStart : styles.text)
  if (kind === 'text') return text()
  if (kind === 'day') {
    const serial = serialOf(value)
    return serial === undefined ? text() : numberCell(String(serial), place, row, styles.day)
  }
  return numberForms[kind].test(value) ? numberCell(value, place, row, styles[kind]) : text()
}

function textCell(value: string, place: number, row: number, style: number): string {
  const text = escaped(withTextGuard(value))
  return `<c r="${columnLetters(place + 1)}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}

function numberCell(value: string, place: number, row: number, style: number): string {
  return `<c r="${columnLetters(place + 1)}${row}" s="${style}"><v>${value}</v></c>`
}

const dayForm = /^(\d{4})-(\d{2})-(\d{2})$/
const zeroDay = Date.UTC(1899, 11, 30)
/** Before 1 March 1900 spreadsheets disagree about what day a number is. */
const firstSafeSerial = 61

function serialOf(day: string): number | undefined {
  const [, year, month, date] = (dayForm.exec(day) ?? []).map(Number)
  if (year === undefined || month === undefined || date === undefined) return undefined
  if (problemOfDay(year, month, date) !== undefined) return undefined
  const serial = (Date.UTC(year, month - 1, date) - zeroDay) / 86_400_000
  return serial >= firstSafeSerial ? serial : undefined
}
