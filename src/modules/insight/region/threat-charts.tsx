import { threatTypes } from '#modules/threats'
import { type ChartRow, ChartWithTable, type Content, type Series, SERIES_TONES } from '#ui'
import { threatsAddress } from './list-address.ts'
import type { ThreatCount } from './region-figures-store.ts'
import type { RegionFigures } from './region-figures.ts'

const typeSeries: readonly Series[] = threatTypes.map((label, index) => ({
  key: label,
  label,
  tone: SERIES_TONES[index] ?? 'series-other',
}))

const countSeries: readonly Series[] = [{ key: 'count', label: 'Live SOC threats', tone: 'series-1' }]

/** Live threats by organisation and type, by tier, and by crime. */
export function threatCharts(figures: RegionFigures): Content {
  return (
    <>
      <ChartWithTable
        id="threats-by-organisation"
        kind="bars"
        title="Live SOC threats by organisation and type"
        description="How many live threats each organisation owns: groups, individuals and vulnerabilities."
        rowHeading="Organisation"
        emptyText="No live threat is known to you."
        series={typeSeries}
        rows={organisationRows(figures)}
      />
      <ChartWithTable
        id="threats-by-tier"
        kind="bars"
        title="Live SOC threats by tier"
        description="How many live threats are of each tier, from 1, the gravest, to 4."
        rowHeading="Tier"
        emptyText="No live threat is known to you."
        series={countSeries}
        rows={rowsBy(figures, 'tier', 'tier')}
      />
      <ChartWithTable
        id="threats-by-crime"
        kind="bars"
        title="Live SOC threats by crime"
        description="How many live threats are of each crime category, the most first."
        rowHeading="Crime category"
        emptyText="No live threat is known to you."
        series={countSeries}
        rows={rowsBy(figures, 'crime', 'crimeCategory')}
      />
    </>
  )
}

function organisationRows({ scope, threats }: RegionFigures): readonly ChartRow[] {
  const owners = [...new Set(threats.flatMap(count => count.owner ?? []))]
  return owners.map(owner => {
    const theirs = threats.filter(count => count.owner === owner)
    return {
      label: owner,
      values: Object.fromEntries(theirs.map(count => [count.threatType, count.count])),
      hrefs: Object.fromEntries(
        threatTypes.map(threatType => [threatType, threatsAddress(scope, { owner, threatType })]),
      ),
      totalHref: threatsAddress(scope, { owner }),
    }
  })
}

function rowsBy({ scope, threats }: RegionFigures, by: 'tier' | 'crime', field: string): readonly ChartRow[] {
  return threats.flatMap((count: ThreatCount) => {
    const label = count[by]
    if (label === null) return []
    return [{ label, values: { count: count.count }, hrefs: { count: threatsAddress(scope, { [field]: label }) } }]
  })
}
