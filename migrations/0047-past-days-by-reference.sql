-- A page of a past day in the order of references is met along that order, as today's is: the index tells which of a threat's states stood then,
-- and whether it belongs to the list. It has every state, those recorded in error too, since it also finds all states of one threat.
drop index threats.threat_state_reference;
create index threat_state_reference on threats.threat_state (reference, recorded_to, recorded_from, audience_id)
  include (id, in_error, owner_id, tier, phase, crime_category, threat_type, moderation_status, soc, type);

-- The same order of each audience's own (0046), for those who see a part.
create index threat_state_by_audience_then on threats.threat_state (audience_id, reference, recorded_to, recorded_from)
  include (id, owner_id, tier, phase, crime_category, threat_type, moderation_status, soc, type)
  where in_error is null;
