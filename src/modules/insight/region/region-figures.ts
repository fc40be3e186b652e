import type { Visit } from '#platform/http'
import { countAll, countHeadlines, type Counts, type Headlines } from './region-figures-store.ts'
import { type RegionScope, scopeBefore } from './region-scope.ts'

/** All that the page shows. */
export interface RegionFigures extends Counts {
  readonly scope: RegionScope
  readonly headlines: Headlines
  readonly before: Headlines
  readonly beforeDay: string
}

/** Counts all of it: two statements. */
export async function readRegionFigures(visit: Visit, scope: RegionScope): Promise<RegionFigures> {
  const { tx } = visit
  const before = scopeBefore(scope, visit.present)
  const counts = await countAll(tx, scope, scope.period)
  return {
    ...counts,
    scope,
    headlines: headlinesOf(counts),
    before: await countHeadlines(tx, before, before.period),
    beforeDay: before.day,
  }
}

/** Added up from what was counted by organisation and type, and by month: each record is in one of those once. */
function headlinesOf({ threats, disruptions }: Counts): Headlines {
  const byType = threats.filter(({ threatType }) => threatType !== null)
  const byMonth = disruptions.filter(({ month }) => month !== null)
  return {
    threats: sum(byType),
    vulnerabilities: sum(byType.filter(({ threatType }) => threatType === 'Vulnerability')),
    disruptions: sum(byMonth),
    pursue: sum(byMonth.filter(({ fourP }) => fourP === 'Pursue')),
  }
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0)
}
