-- In the order of references one owner's come after another's. Whoever sees a part of them would meet all others on the way to their own:
-- what each of their audiences holds is gone along by itself now.
drop index threats.threat_state_current;
create index threat_state_current on threats.threat_state (audience_id, reference)
  include (id, owner_id, tier, phase, crime_category, threat_type, moderation_status, soc, type)
  where recorded_to = 'infinity' and in_error is null;
