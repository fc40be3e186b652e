import { type RawBuilder, sql } from 'kysely'

/**
 * The condition that a state `s` is of a disruption that inspectors count: Disruption type is Lead Disruption, and Assessment
 * Category is Major, Minor and Moderate (HMICFRS, An inspection of the north-west regional response to serious and organised
 * crime, 2023, appendix 2).
 */
export const countedDisruption: RawBuilder<boolean> = sql<boolean>`(
  s.disruption_type = 'Lead Disruption' and s.assessment_category in ('Major', 'Moderate', 'Minor'))`
