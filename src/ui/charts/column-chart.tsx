import type { Content } from '../text/content.ts'
import { formatCount } from '../text/format.ts'
import type { ChartProps } from './bar-chart.tsx'
import { Drawing } from './drawing.tsx'
import { partsOf, scaleSteps, shownTotal } from './series.ts'
import type { ChartRow, Series } from './series.ts'

const TOP = 10
const PLOT_HEIGHT = 190
const HEIGHT = TOP + PLOT_HEIGHT + 42
const COLUMN_SHARE = 0.66

/** Columns stacked by series, one a month. The labels are the month and, where it changes, the year. */
export function ColumnChart({ id, title, description, series, rows }: ChartProps): Content {
  const steps = scaleSteps(Math.max(0, ...rows.map(row => shownTotal(row, series))))
  const top = steps.at(-1) ?? 1
  return (
    <Drawing id={id} title={title} description={description} height={HEIGHT} axis>
      {steps.map(step => (
        <Step step={step} y={TOP + PLOT_HEIGHT * (1 - step / top)} />
      ))}
      <g transform={`translate(0 ${TOP})`}>
        {rows.map((row, index) => (
          <Column row={row} series={series} index={index} of={rows.length} top={top} />
        ))}
        {rows.map((row, index) => (
          <MonthLabel label={row.label} before={rows[index - 1]?.label} index={index} of={rows.length} />
        ))}
      </g>
    </Drawing>
  )
}

function Step({ step, y }: { readonly step: number; readonly y: number }): Content {
  return (
    <g>
      <line class={step === 0 ? 'ff-chart__base' : 'ff-chart__rule'} x1="0" x2="100%" y1={y} y2={y} />
      <text class="ff-chart__text ff-chart__text--quiet" x="-6" y={y + 5} text-anchor="end">
        {formatCount(step)}
      </text>
    </g>
  )
}

interface ColumnProps {
  readonly row: ChartRow
  readonly series: readonly Series[]
  readonly index: number
  readonly of: number
  readonly top: number
}

function Column({ row, series, index, of, top }: ColumnProps): Content {
  const left = (100 / of) * (index + (1 - COLUMN_SHARE) / 2)
  return (
    <g>
      {partsOf(row, series).map(part => (
        <rect
          class={`ff-chart__part ff-chart__part--${part.series.tone}`}
          x={`${round(left)}%`}
          y={round(PLOT_HEIGHT * (1 - (part.before + part.value) / top))}
          width={`${round((100 / of) * COLUMN_SHARE)}%`}
          height={round((PLOT_HEIGHT * part.value) / top)}
        >
          <title>{`${row.label}: ${part.series.label} ${formatCount(part.value)}`}</title>
        </rect>
      ))}
    </g>
  )
}

interface MonthLabelProps {
  readonly label: string
  readonly before: string | undefined
  readonly index: number
  readonly of: number
}

/** In a narrow window only every third of many labels is shown. */
function MonthLabel({ label, before, index, of }: MonthLabelProps): Content {
  const [month, year] = label.split(' ')
  const x = `${round((100 / of) * (index + 0.5))}%`
  const lesser = of > 8 && index % 3 !== 0 ? ' ff-chart__tick--lesser' : ''
  return (
    <g>
      <text class={`ff-chart__text ff-chart__text--quiet${lesser}`} x={x} y={PLOT_HEIGHT + 18} text-anchor="middle">
        {month}
      </text>
      {year !== undefined && year !== before?.split(' ')[1] ? (
        <text class="ff-chart__text ff-chart__text--strong" x={x} y={PLOT_HEIGHT + 36} text-anchor="middle">
          {year}
        </text>
      ) : null}
    </g>
  )
}

function round(value: number): number {
  return Number(value.toFixed(3))
}
