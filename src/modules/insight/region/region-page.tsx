import { page, type PageAnswer, type Visit } from '#platform/http'
import { listMarking } from '#platform/register-pages'
import { errorOf, formatDay, InsetText, PageHeading } from '#ui'
import { Definitions } from './definitions.tsx'
import { disruptionCharts } from './disruption-charts.tsx'
import { knownText } from './figure-words.ts'
import { twelveMonthsUpTo } from './period.ts'
import { RegionChoice } from './region-choice.tsx'
import { readRegionFigures } from './region-figures.ts'
import { latestDisruptionDay } from './region-figures-store.ts'
import { RegionHeadlines } from './region-headlines.tsx'
import { type AskedRegion, readRegionScope, type RegionScope } from './region-scope.ts'
import { threatCharts } from './threat-charts.tsx'

/** A region at a glance, for those who may see its records: each number opens the rows behind it. */
export async function regionPage(visit: Visit, asked: AskedRegion): Promise<PageAnswer> {
  const { scope, figures, latest } = await readWithDisruptions(visit, asked)
  return page({
    title: headingOf(scope),
    wide: true,
    handling: listMarking,
    status: scope.errors.length > 0 ? 400 : 200,
    errors: scope.errors,
    details: { region: scope.region ?? 'all', from: scope.period.from, to: scope.period.to },
    body: (
      <>
        <PageHeading title={headingOf(scope)} caption={knownText({ asAt: visit.asAt, present: figures.countedAt })} />
        <RegionChoice scope={scope} asked={asked} errorOf={field => errorOf(scope.errors, field)} />
        <RegionHeadlines figures={figures} />
        {latest === undefined ? null : (
          <InsetText>
            No lead disruption is recorded after {formatDay(latest)}: the disruptions shown are of the twelve months up
            to it.
          </InsetText>
        )}
        <div class="ff-glance">
          {disruptionCharts(figures)}
          {threatCharts(figures)}
        </div>
        <Definitions />
      </>
    ),
  })
}

function headingOf({ region }: RegionScope): string {
  return region === undefined ? 'Every region at a glance' : `${region} at a glance`
}

/** The figures asked for; when no days were named and the last months hold none, those up to the latest disruption instead. */
async function readWithDisruptions(visit: Visit, asked: AskedRegion) {
  const scope = await readRegionScope(visit, asked)
  const figures = await readRegionFigures(visit, scope)
  if (scope.periodIsAsked || figures.headlines.disruptions > 0) return { scope, figures, latest: undefined }
  const latest = await latestDisruptionDay(visit.tx, scope)
  if (latest === undefined) return { scope, figures, latest }
  const earlier = { ...scope, period: twelveMonthsUpTo(latest) }
  return { scope: earlier, figures: await readRegionFigures(visit, earlier), latest }
}
