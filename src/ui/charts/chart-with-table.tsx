import { Count, Marker } from '../content/marker.tsx'
import { DataTable } from '../table/data-table.ts'
import type { Row } from '../table/data-table.ts'
import type { Content } from '../text/content.ts'
import { BarChart } from './bar-chart.tsx'
import type { ChartProps } from './bar-chart.tsx'
import { ColumnChart } from './column-chart.tsx'
import { hasHidden, shownTotal } from './series.ts'
import type { ChartRow, Series } from './series.ts'

export interface ChartWithTableProps extends ChartProps {
  /** Bars lie, for organisations and the like; columns stand, for months. */
  readonly kind: 'bars' | 'columns'
  /** What a row is: "Organisation", "Month". */
  readonly rowHeading: string
  /** Stands for a count too small to be shown. */
  readonly hiddenText?: string | undefined
  readonly emptyText?: string | undefined
  /** Heads a last column of remarks on the rows: "Pursue share". */
  readonly remarkHeading?: string | undefined
}

/** A chart with the table of the same figures beneath it. Each number of the table may open the rows behind it. */
export function ChartWithTable(props: ChartWithTableProps): Content {
  const { id, title, kind, series, rows } = props
  return (
    <section class="ff-chart" aria-labelledby={`${id}-heading`} id={id}>
      <h2 class="govuk-heading-m ff-chart__title" id={`${id}-heading`}>
        {title}
      </h2>
      {rows.length > 0 && series.length > 1 ? <Legend series={series} /> : null}
      {rows.length === 0 ? null : kind === 'bars' ? <BarChart {...props} /> : <ColumnChart {...props} />}
      <FiguresTable {...props} />
    </section>
  )
}

function Legend({ series }: { readonly series: readonly Series[] }): Content {
  return (
    <ul class="ff-chart__legend" aria-hidden="true">
      {series.map(one => (
        <li>
          <Marker text={one.label} tone={one.tone} />
        </li>
      ))}
    </ul>
  )
}

function FiguresTable(props: ChartWithTableProps): Content {
  const { title, rowHeading, series, rows, hiddenText = 'under 5', emptyText, remarkHeading } = props
  const withTotal = series.length > 1
  return (
    <DataTable
      caption={title}
      hideCaption
      narrow="scroll"
      emptyText={emptyText}
      columns={[
        { key: 'row', label: rowHeading },
        ...series.map(one => ({ key: `series-${one.key}`, label: one.label, align: 'right' as const })),
        ...(withTotal ? [{ key: 'total', label: 'Total', align: 'right' as const }] : []),
        ...(remarkHeading === undefined ? [] : [{ key: 'remark', label: remarkHeading, align: 'right' as const }]),
      ]}
      rows={rows.map(row => figuresRow(row, series, hiddenText))}
    />
  )
}

function figuresRow(row: ChartRow, series: readonly Series[], hiddenText: string): Row {
  const cells = series.map(one => {
    const value = row.values[one.key]
    const label = `${one.label}, ${row.label}`
    return [
      `series-${one.key}`,
      value === null ? hiddenText : Count({ value: value ?? 0, href: row.hrefs?.[one.key], label }),
    ]
  })
  const total = hasHidden(row, series)
    ? ''
    : Count({ value: shownTotal(row, series), href: row.totalHref, label: `in all, ${row.label}` })
  return { row: row.label, total, remark: row.remark ?? '', ...(Object.fromEntries(cells) as Row) }
}
