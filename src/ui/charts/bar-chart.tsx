import { raw } from 'hono/html'
import type { Content } from '../text/content.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { formatCount } from '../text/format.ts'
import { shownText } from '../text/shown-text.tsx'
import { Drawing } from './drawing.tsx'
import { hasHidden, partsOf, shownTotal } from './series.ts'
import type { ChartRow, Part, Series } from './series.ts'

const ROW_HEIGHT = 42
const BAR_TOP = 20
const BAR_HEIGHT = 14

export interface ChartProps {
  readonly id: string
  readonly title: string
  /** What the chart shows, in a sentence, for those who can't see it. */
  readonly description: string
  readonly series: readonly Series[]
  readonly rows: readonly ChartRow[]
}

/** Bars lying beneath their labels, stacked by series. Lengths are shares of the width, so the words keep their size in any window. */
export function BarChart(props: ChartProps): Content {
  const { series, rows } = props
  const longest = Math.max(1, ...rows.map(row => shownTotal(row, series)))
  return (
    <Drawing id={props.id} title={props.title} description={props.description} height={rows.length * ROW_HEIGHT}>
      {raw(rows.map((row, index) => barHtml({ row, series, top: index * ROW_HEIGHT, longest })).join(''))}
    </Drawing>
  )
}

interface BarProps {
  readonly row: ChartRow
  readonly series: readonly Series[]
  readonly top: number
  readonly longest: number
}

/** Written as text: there are hundreds on a page, which as elements take longer than all else on it. */
function barHtml({ row, series, top, longest }: BarProps): string {
  const label = escapeHtml(shownText(row.label))
  const total = hasHidden(row, series)
    ? ''
    : `<text class="ff-chart__text ff-chart__text--strong" x="100%" y="14" text-anchor="end">${formatCount(shownTotal(row, series))}</text>`
  const parts = partsOf(row, series).map(part => partHtml({ part, label, longest }))
  return `<g transform="translate(0 ${top})">
    <text class="ff-chart__text" x="0" y="14">${label}</text>${total}
    <rect class="ff-chart__track" x="0" y="${BAR_TOP}" width="100%" height="${BAR_HEIGHT}"/>
    ${parts.join('')}</g>`
}

interface PartProps {
  readonly part: Part
  /** The bar's, as HTML. */
  readonly label: string
  readonly longest: number
}

function partHtml({ part: { series, before, value }, label, longest }: PartProps): string {
  const title = `${label}: ${escapeHtml(series.label)} ${formatCount(value)}`
  return `<rect class="ff-chart__part ff-chart__part--${series.tone}" x="${percent(before, longest)}" y="${BAR_TOP}" width="${percent(value, longest)}" height="${BAR_HEIGHT}"><title>${title}</title></rect>`
}

function percent(value: number, whole: number): string {
  return `${Number(((100 * value) / whole).toFixed(3))}%`
}
