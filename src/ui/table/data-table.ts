import { raw } from 'hono/html'
import { isEmpty, toHtml } from '../text/content.ts'
import type { Content } from '../text/content.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { textHtml } from '../text/shown-text.tsx'

export interface Column {
  readonly key: string
  readonly label: string
  /** Numbers stand right, words left. */
  readonly align?: 'left' | 'right' | undefined
  /** Address of the list in the order of this column. */
  readonly sortHref?: string | undefined
  readonly sorted?: 'ascending' | 'descending' | undefined
  /** Short values that must not be broken over lines: references, days. */
  readonly keepTogether?: boolean | undefined
  /** Has more room than its words need at least: the names of records. */
  readonly wide?: boolean | undefined
}

/** Cells by column. A string is shown as text that somebody typed; markup as it is. */
export type Row = Readonly<Record<string, Content>>

export interface DataTableProps {
  readonly caption: string
  readonly hideCaption?: boolean | undefined
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Key of the column that names the row; the first by default. */
  readonly rowHeader?: string | undefined
  /** Totals, beneath the rows. */
  readonly footer?: Row | undefined
  /** Narrow windows show each row as a block with the labels beside the values ("stack"), or let the table scroll ("scroll", for figures). */
  readonly narrow?: 'stack' | 'scroll' | undefined
  /** Said instead of a table without rows. */
  readonly emptyText?: string | undefined
}

/**
 * A table of records or figures, close-set for work. Built as a string rather than as JSX: long lists are
 * the pages that are asked for most.
 */
export function DataTable(props: DataTableProps): Content {
  if (props.rows.length === 0) return raw(emptyHtml(props))
  const stack = props.narrow !== 'scroll'
  const table =
    `<table class="govuk-table ff-table${stack ? ' ff-table--stack' : ''}"${stack ? ' role="table"' : ''}>` +
    captionHtml(props) +
    headHtml(props.columns, stack) +
    bodyHtml(props, stack) +
    footerHtml(props, stack) +
    '</table>'
  const region = stack ? '' : ` role="region" tabindex="0" aria-label="${escapeHtml(props.caption)}"`
  return raw(`<div class="ff-table-frame"${region}>${table}</div>`)
}

function emptyHtml({ caption, hideCaption, emptyText = 'There is nothing to show.' }: DataTableProps): string {
  const heading = hideCaption ? '' : `<h2 class="govuk-heading-s">${escapeHtml(caption)}</h2>`
  return `${heading}<p class="ff-empty-list">${escapeHtml(emptyText)}</p>`
}

function captionHtml({ caption, hideCaption }: DataTableProps): string {
  const classes = hideCaption ? 'govuk-visually-hidden' : 'govuk-table__caption--s'
  return `<caption class="govuk-table__caption ${classes}">${escapeHtml(caption)}</caption>`
}

function headHtml(columns: readonly Column[], stack: boolean): string {
  const cells = columns.map(column => headerCellHtml(column, stack)).join('')
  return stack
    ? `<thead class="govuk-table__head" role="rowgroup"><tr class="govuk-table__row" role="row">${cells}</tr></thead>`
    : `<thead class="govuk-table__head"><tr class="govuk-table__row">${cells}</tr></thead>`
}

function headerCellHtml(column: Column, stack: boolean): string {
  const label = escapeHtml(column.label)
  const role = stack ? ' role="columnheader"' : ''
  const sorted = column.sorted ? ` aria-sort="${column.sorted}"` : ''
  const content = column.sortHref
    ? `<a class="ff-table__sort" href="${escapeHtml(column.sortHref)}">${label}</a>`
    : `<span class="ff-table__label">${label}</span>`
  return `<th class="govuk-table__header${alignment(column, 'header')}" scope="col"${role}${sorted}>${content}</th>`
}

function bodyHtml(props: DataTableProps, stack: boolean): string {
  const cells = cellMakers(props, stack)
  const row = stack ? '<tr class="govuk-table__row" role="row">' : '<tr class="govuk-table__row">'
  let html = stack ? '<tbody class="govuk-table__body" role="rowgroup">' : '<tbody class="govuk-table__body">'
  for (const values of props.rows) {
    html += row
    for (const cell of cells) html += cell(values)
    html += '</tr>'
  }
  return `${html}</tbody>`
}

function footerHtml(props: DataTableProps, stack: boolean): string {
  const { footer } = props
  if (!footer) return ''
  const cells = cellMakers(props, stack).map(cell => cell(footer))
  const roles = stack ? [' role="rowgroup"', ' role="row"'] : ['', '']
  return `<tfoot class="ff-table__foot"${roles[0]}><tr class="govuk-table__row"${roles[1]}>${cells.join('')}</tr></tfoot>`
}

/** For each column, what makes its cell of a row: the markup around the value is made once for the whole table. */
function cellMakers(props: DataTableProps, stack: boolean): ((row: Row) => string)[] {
  const headerKey = props.rowHeader ?? props.columns[0]?.key
  return props.columns.map(column => {
    const isHeader = column.key === headerKey
    const tag = isHeader ? 'th' : 'td'
    const role = stack ? ` role="${isHeader ? 'rowheader' : 'cell'}" data-label="${escapeHtml(column.label)}"` : ''
    const classes = `govuk-table__${isHeader ? 'header' : 'cell'}${alignment(column, isHeader ? 'header' : 'cell')}`
    const start = `<${tag} class="${classes}"${isHeader ? ' scope="row"' : ''}${role}>`
    const end = `</${tag}>`
    return row => start + cellHtml(row[column.key]) + end
  })
}

function alignment(column: Column, element: 'header' | 'cell'): string {
  const numeric = column.align === 'right' ? ` govuk-table__${element}--numeric` : ''
  const wide = column.wide && element === 'header' ? ' ff-table__wide' : ''
  return `${numeric}${wide}${column.keepTogether ? ' ff-table__short' : ''}`
}

function cellHtml(value: Content): string {
  if (typeof value === 'string') return value === '' ? '' : textHtml(value)
  if (typeof value === 'number') return String(value)
  return isEmpty(value) ? '' : toHtml(value)
}
