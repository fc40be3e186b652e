import type { Visit } from '#platform/http'
import {
  countDisruptions,
  countHeadlines,
  countLateness,
  countThreats,
  type DisruptionCount,
  type Headlines,
  type LatenessCount,
  type ThreatCount,
} from './region-figures-store.ts'
import { type RegionScope, scopeBefore } from './region-scope.ts'

/** All that the page shows. */
export interface RegionFigures {
  readonly scope: RegionScope
  readonly headlines: Headlines
  readonly before: Headlines
  readonly beforeDay: string
  readonly threats: readonly ThreatCount[]
  readonly disruptions: readonly DisruptionCount[]
  readonly lateness: readonly LatenessCount[]
}

/** Counts all of it: four statements. */
export async function readRegionFigures(visit: Visit, scope: RegionScope): Promise<RegionFigures> {
  const { tx } = visit
  const before = scopeBefore(scope, visit.present)
  const threats = await countThreats(tx, scope)
  const disruptions = await countDisruptions(tx, scope, scope.period)
  return {
    scope,
    headlines: headlinesOf(threats, disruptions),
    before: await countHeadlines(tx, before, before.period),
    beforeDay: before.day,
    threats,
    disruptions,
    lateness: await countLateness(tx, scope, scope.period),
  }
}

/** Added up from what was counted by organisation and type, and by month: each record is in one of those once. */
function headlinesOf(threats: readonly ThreatCount[], disruptions: readonly DisruptionCount[]): Headlines {
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
