import { membersOn } from '#modules/organisations'
import { type AsAt, asAtInstant, asAtText, dayOf, lastInstantOf } from '#platform/clock'
import type { Visit } from '#platform/http'
import type { FieldError } from '#ui'
import { dayAYearBefore, lastTwelveMonths, type Period, readPeriod, yearBefore } from './period.ts'
import { type CountedScope, type RegionOfSomeone, regionsFor } from './region-figures-store.ts'

/** What the region at a glance was asked for. */
export interface RegionScope extends CountedScope {
  /** Undefined for every region. */
  readonly region: string | undefined
  readonly regions: readonly RegionOfSomeone[]
  readonly period: Period
  /** The days were asked for, and are not the last twelve months. */
  readonly periodIsAsked: boolean
  /** As it stands in addresses; undefined for now. */
  readonly asAtText: string | undefined
  readonly errors: readonly FieldError[]
}

/** A year before a scope: its owners as they are, what was known then, and the same days of that year. */
export interface ScopeBefore extends CountedScope {
  readonly day: string
  readonly period: Period
}

export interface AskedRegion {
  readonly region: string
  readonly from: string
  readonly to: string
}

/** Every region, in an address. */
export const everyRegion = 'all'

/**
 * Reads which region is asked for (the actor's own, when it is one and none is named), over which days (the last twelve full
 * months, when none are named). Its organisations are those of the day that the figures are known as at.
 */
export async function readRegionScope(visit: Visit, asked: AskedRegion): Promise<RegionScope> {
  const day = dayOf(asAtInstant(visit.asAt, visit.present))
  const regions = await regionsFor(visit.tx, visit.actor.organisationId, day)
  const region = chosenRegion(regions, asked.region)
  const read = readPeriod(asked.from, asked.to)
  const period = 'period' in read ? read.period : undefined
  return {
    region,
    regions,
    owners: region === undefined ? undefined : await membersOn(visit.tx, [region], day),
    known: { asAt: visit.asAt },
    period: period ?? lastTwelveMonths(day),
    periodIsAsked: period !== undefined,
    asAtText: asAtText(visit.asAt),
    errors: 'problem' in read ? [{ field: read.field, text: read.problem }] : [],
  }
}

/** The year before: as known at the end of the same day then, so that both years were told equally late. */
export function scopeBefore(scope: RegionScope, present: Date): ScopeBefore {
  const day = dayAYearBefore(dayOf(asAtInstant(scope.known.asAt, present)))
  const asAt: AsAt = { when: 'past', instant: lastInstantOf(day), text: day }
  return { owners: scope.owners, known: { asAt }, day, period: yearBefore(scope.period) }
}

function chosenRegion(regions: readonly RegionOfSomeone[], asked: string): string | undefined {
  if (asked === everyRegion) return undefined
  const named = regions.find(region => region.name === asked)
  if (named !== undefined) return named.name
  const theirs = regions.filter(region => region.isTheirs)
  return theirs.length === 1 ? theirs[0]?.name : undefined
}
