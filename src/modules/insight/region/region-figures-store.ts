import { type RawBuilder, sql } from 'kysely'
import {
  countedDisruption,
  daysUntilRecorded,
  disruption,
  type FourP,
  fourPs,
  type LatenessBand,
  latenessBands,
} from '#modules/disruptions'
import { liveThreat, threat } from '#modules/threats'
import { onlyRow, selectTogether, type Transaction } from '#platform/database'
import { type Knowledge, selectionCondition, stateSource } from '#platform/record'
import type { Period } from './period.ts'

/** Whose records are counted, and as known when. */
export interface CountedScope {
  readonly known: Knowledge
  /** Organisations, by id; undefined for all. */
  readonly owners: readonly number[] | undefined
}

/** A count of live threats: by organisation and type, or by tier, or by crime. What it is not by is null. */
export interface ThreatCount {
  readonly owner: string | null
  readonly threatType: string | null
  readonly tier: string | null
  readonly crime: string | null
  readonly count: number
}

/** A count of counted disruptions of one of the 4Ps: by month, or by organisation. What it is not by is null. */
export interface DisruptionCount {
  readonly month: string | null
  readonly owner: string | null
  readonly fourP: string
  readonly count: number
}

/** How late disruptions were recorded: of an organisation, or, where that is null, of all. */
export interface LatenessCount {
  readonly owner: string | null
  readonly total: number
  /** Days from the event to when it was first recorded, of the one in the middle. */
  readonly median: number
  /** By value of the band. */
  readonly bands: Readonly<Record<string, number>>
}

/** What is counted of a scope and some days. */
export interface Counts {
  readonly threats: readonly ThreatCount[]
  readonly disruptions: readonly DisruptionCount[]
  readonly lateness: readonly LatenessCount[]
}

/** Counts all of a scope, in one statement. */
export function countAll(tx: Transaction, scope: CountedScope, period: Period): Promise<Counts> {
  return selectTogether(tx, {
    threats: threatCounts(scope),
    disruptions: disruptionCounts(scope, period),
    lateness: latenessCounts(scope, period),
  })
}

/** Live threats, by organisation and type, by tier and by crime. */
function threatCounts(scope: CountedScope): RawBuilder<ThreatCount> {
  return sql`
    select owner.name as owner, s.threat_type as "threatType", s.tier, s.crime_category as crime, count(*) as count
    from ${stateSource(threat)} where ${condition('threats', scope)}
    group by grouping sets ((owner.name, s.threat_type), (s.tier), (s.crime_category))
    order by owner.name, s.threat_type, s.tier, count(*) desc, s.crime_category`
}

/** Counted disruptions of some days, by month and by organisation, each by the 4Ps. */
function disruptionCounts(scope: CountedScope, period: Period): RawBuilder<DisruptionCount> {
  return sql`
    with counted as (${sums(scope, period)})
    select ${monthText} as month, lead.name as owner, four_p as "fourP", sum(count)::bigint as count
    from counted left join organisations.organisation lead on lead.id = counted.owner_id
    group by grouping sets ((counted.month, four_p), (lead.name, four_p))
    order by counted.month, lead.name, four_p`
}

/** How many counted disruptions of each of the 4Ps an organisation led in a month. */
export interface MonthlyCounts extends Readonly<Record<FourP, number>> {
  readonly organisation: string
  /** 'YYYY-MM'. */
  readonly month: string
}

/** Counted disruptions of some days, by organisation and month, in that order, and by P. */
export async function countByMonth(
  tx: Transaction,
  scope: CountedScope,
  period: Period,
): Promise<readonly MonthlyCounts[]> {
  const counts = fourPs.map(
    fourP => sql`coalesce(sum(count) filter (where four_p = ${fourP}), 0)::bigint as ${sql.id(fourP)}`,
  )
  const { rows } = await sql<MonthlyCounts>`
    with counted as (${sums(scope, period)})
    select lead.name as organisation, ${monthText} as month, ${sql.join(counts)}
    from counted join organisations.organisation lead on lead.id = counted.owner_id
    group by lead.name, counted.month order by lead.name, counted.month`.execute(tx)
  return rows
}

/** By month, organisation and P. Of each disruption no more is asked than what its index holds; the few sums are then named and written out. */
function sums(scope: CountedScope, period: Period): RawBuilder<unknown> {
  return sql`
    select date_trunc('month', s.record_date::timestamp) as month, s.owner_id, s.four_p, count(*) as count
    from ${stateSource(disruption)} where ${condition('disruptions', scope)} and ${inPeriod(period)}
    group by 1, 2, 3`
}

const monthText = sql`to_char(counted.month, 'YYYY-MM')`

/** How late the counted disruptions of some days were recorded, of each organisation and of all. */
function latenessCounts(scope: CountedScope, period: Period): RawBuilder<LatenessCount> {
  const bands = sql.join(
    latenessBands.map(band => sql`${band.value}::text, count(*) filter (where ${withinBand(band)})`),
  )
  return sql`
    select lead.name as owner, total, median, bands
    from (
      select owner_id, count(*) as total, percentile_disc(0.5) within group (order by days) as median,
        json_build_object(${bands}) as bands
      from (select s.owner_id, ${daysUntilRecorded} as days
        from ${stateSource(disruption)} where ${condition('disruptions', scope)} and ${inPeriod(period)}) counted
      group by grouping sets ((owner_id), ())
      having count(*) > 0
    ) late
    left join organisations.organisation lead on lead.id = late.owner_id
    order by lead.name`
}

/** The headline figures, to set beside those of a year later. */
export interface Headlines {
  readonly threats: number
  readonly vulnerabilities: number
  readonly disruptions: number
  readonly pursue: number
}

/** Live threats and counted disruptions as known at a moment, in one statement. */
export async function countHeadlines(tx: Transaction, scope: CountedScope, period: Period): Promise<Headlines> {
  return onlyRow(
    await sql<Headlines>`
      select * from
      (select count(*) as threats, count(*) filter (where s.threat_type = 'Vulnerability') as vulnerabilities
        from ${stateSource(threat)} where ${condition('threats', scope)}) threat,
      (select count(*) as disruptions, count(*) filter (where s.four_p = 'Pursue') as pursue
        from ${stateSource(disruption)} where ${condition('disruptions', scope)} and ${inPeriod(period)}) disruption`.execute(
      tx,
    ),
  )
}

/** The day of the latest counted disruption, or undefined when there is none. */
export async function latestDisruptionDay(tx: Transaction, scope: CountedScope): Promise<string | undefined> {
  const result = await sql<{ day: string | null }>`
    select max(s.record_date) as day from ${stateSource(disruption)} where ${condition('disruptions', scope)}`.execute(
    tx,
  )
  return onlyRow(result).day ?? undefined
}

/** A region, and whether an organisation is of it on a day. */
export interface RegionOfSomeone {
  readonly name: string
  readonly isTheirs: boolean
}

/** Every region, by name, and which are an organisation's own on a day. A successor has those of its predecessors. */
export async function regionsFor(
  tx: Transaction,
  organisationId: number,
  day: string,
): Promise<readonly RegionOfSomeone[]> {
  const { rows } = await sql<RegionOfSomeone>`
    select r.name, exists (
      select from organisations.region_member m
      join organisations.organisation_today today on today.id = ${organisationId}
      where m.region_id = r.id and m.organisation_id in (${organisationId}, today.today_id)
        and coalesce(m.from_on <= ${day}::date, true) and coalesce(${day}::date < m.to_on, true)) as "isTheirs"
    from organisations.region r order by r.name`.execute(tx)
  return rows
}

function condition(register: 'threats' | 'disruptions', { known, owners }: CountedScope): RawBuilder<boolean> {
  const ofOwners = owners === undefined ? [] : [sql<boolean>`s.owner_id = any (${owners}::integer[])`]
  return register === 'threats'
    ? selectionCondition(threat, { known, filters: {}, conditions: [liveThreat, ...ofOwners] })
    : selectionCondition(disruption, { known, filters: {}, conditions: [countedDisruption, ...ofOwners] })
}

function inPeriod({ from, to }: Period): RawBuilder<boolean> {
  return sql<boolean>`s.record_date between ${from}::date and ${to}::date`
}

function withinBand({ from, to }: LatenessBand): RawBuilder<boolean> {
  return to === undefined ? sql<boolean>`days >= ${from}` : sql<boolean>`days between ${from} and ${to}`
}
