import { fourPs, latenessBands } from '#modules/disruptions'
import { type ChartRow, ChartWithTable, type Content, formatMonth, fourPTone, type Series, SERIES_TONES } from '#ui'
import { percent } from '../extraction-figures.ts'
import { disruptionsAddress } from './list-address.ts'
import { monthsOf, type Period } from './period.ts'
import type { DisruptionCount } from './region-figures-store.ts'
import { dayCount } from './figure-words.ts'
import type { RegionFigures } from './region-figures.ts'

/** The 4Ps, always in their colours. */
export const fourPSeries: readonly Series[] = fourPs.map(word => ({ key: word, label: word, tone: fourPTone(word) }))

const latenessSeries: readonly Series[] = latenessBands.map(({ value, label }, index) => ({
  key: value,
  label,
  tone: SERIES_TONES[index] ?? 'series-other',
}))

/** Lead disruptions by month and by organisation, each by P, and how late they were recorded. */
export function disruptionCharts(figures: RegionFigures): Content {
  return (
    <>
      <ChartWithTable
        id="disruptions-by-month"
        kind="columns"
        title="Lead disruptions by month"
        description="How many lead disruptions happened in each month, by the four Ps."
        rowHeading="Month"
        remarkHeading="Pursue share"
        series={fourPSeries}
        rows={monthRows(figures)}
      />
      <ChartWithTable
        id="disruptions-by-organisation"
        kind="bars"
        title="Lead disruptions by organisation"
        description="How many disruptions each organisation led, by the four Ps, and the share that is pursue."
        rowHeading="Organisation"
        remarkHeading="Pursue share"
        emptyText="No lead disruption of these days is known to you."
        series={fourPSeries}
        rows={organisationRows(figures)}
      />
      <ChartWithTable
        id="lateness"
        kind="bars"
        title="How late they were recorded"
        description="How many days after the event the lead disruptions of each organisation were first recorded."
        rowHeading="Organisation"
        remarkHeading="Half within"
        emptyText="No lead disruption of these days is known to you."
        series={latenessSeries}
        rows={latenessRows(figures)}
      />
    </>
  )
}

function monthRows({ scope, disruptions }: RegionFigures): readonly ChartRow[] {
  return monthsOf(scope.period).map(({ month, from, to }) =>
    fourPRow({
      label: formatMonth(month, 'short'),
      counts: disruptions.filter(count => count.month === month),
      href: narrowed => disruptionsAddress(scope, { from, to }, narrowed),
    }),
  )
}

function organisationRows({ scope, disruptions }: RegionFigures): readonly ChartRow[] {
  const owners = [...new Set(disruptions.flatMap(count => count.owner ?? []))]
  return owners.map(owner =>
    fourPRow({
      label: owner,
      counts: disruptions.filter(count => count.owner === owner),
      href: narrowed => disruptionsAddress(scope, scope.period, { leadOrganisation: owner, ...narrowed }),
    }),
  )
}

interface FourPRow {
  readonly label: string
  readonly counts: readonly DisruptionCount[]
  readonly href: (narrowed: Readonly<Record<string, string>>) => string
}

function fourPRow({ label, counts, href }: FourPRow): ChartRow {
  const total = counts.reduce((sum, count) => sum + count.count, 0)
  const pursue = counts.find(count => count.fourP === 'Pursue')?.count ?? 0
  return {
    label,
    values: Object.fromEntries(counts.map(count => [count.fourP, count.count])),
    hrefs: Object.fromEntries(fourPs.map(fourP => [fourP, href({ fourP })])),
    totalHref: href({}),
    remark: total === 0 ? '' : `${percent(pursue, total)}%`,
  }
}

function latenessRows({ scope, lateness }: RegionFigures): readonly ChartRow[] {
  const address = (narrowed: Readonly<Record<string, string>>, period: Period = scope.period) =>
    disruptionsAddress(scope, period, narrowed)
  return lateness.flatMap(({ owner, bands, median }) => {
    if (owner === null) return []
    return [
      {
        label: owner,
        values: bands,
        hrefs: Object.fromEntries(
          latenessBands.map(({ value }) => [value, address({ leadOrganisation: owner, lateness: value })]),
        ),
        totalHref: address({ leadOrganisation: owner }),
        remark: dayCount(median),
      },
    ]
  })
}
