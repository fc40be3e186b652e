import { threat } from '#modules/threats'
import type { Visit } from '#platform/http'
import { knownState, stateTable } from '#platform/record'
import type { Narrowing } from '#platform/register-pages'
import { type RawBuilder, sql } from 'kysely'
import { listStandards, type RecordingStandard } from './standard-store.ts'

/** Disruptions outside a standard that was in force on their record date. */
export const againstTheStandard: Narrowing = {
  name: 'standard',
  label: 'Recording standard',
  choices: async () => [{ value: 'against', text: 'Against the standard of its day' }],
  condition: async (visit, values) => {
    if (!values.includes('against')) return sql<boolean>`false`
    const standards = await listStandards(visit.tx, visit.asAt)
    const conditions = standards.map(standard => flaggedBy(standard, visit))
    return conditions.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(conditions, sql` or `)})`
  },
}

/** The condition that a state `s` is of a disruption that a standard flags: `flagsOf` in the database's words. */
function flaggedBy(standard: RecordingStandard, visit: Visit): RawBuilder<boolean> {
  const { fromOn, toOn, threatTypes, forcesRecordSupports } = standard
  const within = sql`s.record_date >= ${fromOn}::date and s.record_date < coalesce(${toOn ?? null}::date, 'infinity')`
  const ofThreat = sql<boolean>`s.threat_reference in (
    select s.reference from ${sql.table(stateTable(threat))} s
    where ${knownState({ asAt: visit.asAt }, stateTable(threat))} and s.threat_type <> all (${threatTypes ?? []}::text[]))`
  const support = sql<boolean>`(s.disruption_type = 'Support Disruption' and s.owner_id in (
    select o.id from organisations.organisation o where o.kind = 'Police force'))`
  const faults = [...(threatTypes === undefined ? [] : [ofThreat]), ...(forcesRecordSupports ? [] : [support])]
  return faults.length === 0 ? sql<boolean>`false` : sql<boolean>`(${within} and (${sql.join(faults, sql` or `)}))`
}
