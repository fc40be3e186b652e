import { type RawBuilder, sql } from 'kysely'

/**
 * The condition that a state `s` is of a live SOC threat, by the filters that inspectors put on the master list: Type is
 * Tactical, Moderation status is Moderated, SOC is SOC, Tier isn't Tier 5 and Phase not contains closed, in any letter case
 * (HMICFRS, An inspection of the north-west regional response to serious and organised crime, 2023, appendix 2).
 */
export const liveThreat: RawBuilder<boolean> = sql<boolean>`(
  s.type = 'Tactical' and s.moderation_status = 'Moderated' and s.soc = 'SOC' and s.tier <> 'Tier 5'
  and s.phase not ilike '%closed%')`
