-- A list by name that is narrowed by phase or crime met each row on the way: its index has what lists are narrowed by now, as the others do.
drop index threats.threat_state_by_name;
create index threat_state_by_name on threats.threat_state (name, reference)
  include (id, audience_id, owner_id, tier, phase, crime_category, threat_type, moderation_status, soc, type)
  where recorded_to = 'infinity' and in_error is null;
