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

/** Counts all of it: five statements. */
export async function readRegionFigures(visit: Visit, scope: RegionScope): Promise<RegionFigures> {
  const { tx } = visit
  const before = scopeBefore(scope, visit.present)
  return {
    scope,
    headlines: await countHeadlines(tx, scope, scope.period),
    before: await countHeadlines(tx, before, before.period),
    beforeDay: before.day,
    threats: await countThreats(tx, scope),
    disruptions: await countDisruptions(tx, scope, scope.period),
    lateness: await countLateness(tx, scope, scope.period),
  }
}
