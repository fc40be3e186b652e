import type { Visit } from '#platform/http'
import { countedLately } from '#platform/record'
import { countAll, countHeadlines, type Counts, type Headlines } from './region-figures-store.ts'
import { type RegionScope, scopeBefore } from './region-scope.ts'

/** All that the page shows. */
export interface RegionFigures extends Counts {
  readonly scope: RegionScope
  readonly headlines: Headlines
  readonly before: Headlines
  readonly beforeDay: string
  /** Half a minute ago at most (decision 0028). */
  readonly countedAt: Date
}

/** Counts all of it, in two statements, or tells again what was counted for the same person a moment ago. */
export async function readRegionFigures(
  { tx, house, actor, present }: Visit,
  scope: RegionScope,
): Promise<RegionFigures> {
  const before = scopeBefore(scope, present)
  const what = ['region at a glance', scope.known, scope.owners, scope.period, before.day]
  const counts = await countedLately(house, what, actor.personId, async () => ({
    counted: await countAll(tx, scope, scope.period),
    before: await countHeadlines(tx, before, before.period),
    countedAt: present,
  }))
  return {
    ...counts.counted,
    scope,
    headlines: headlinesOf(counts.counted),
    before: counts.before,
    beforeDay: before.day,
    countedAt: counts.countedAt,
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
