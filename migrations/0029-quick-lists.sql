-- Counting what a list holds looks into one index and no longer at the rows themselves, which lie scattered among all that was
-- before: what lists are narrowed by stands in the index. Texts are there as far as the longest of them fit into a page of it.
-- What joins to nothing counted is in it as well, since PostgreSQL 15 asks for the column though it leaves out the join.
drop index threats.threat_state_current, threats.threat_state_known, disruptions.disruption_state_current,
  disruptions.disruption_state_known;
create index threat_state_current on threats.threat_state (audience_id, owner_id, reference)
  include (id, tier, phase, crime_category, threat_type, moderation_status, soc, type)
  where recorded_to = 'infinity' and in_error is null;
create index threat_state_by_name on threats.threat_state (name, reference) include (audience_id)
  where recorded_to = 'infinity' and in_error is null;
-- Of what was known on a day most had ended before it: that is left out first.
create index threat_state_known on threats.threat_state (audience_id, recorded_to, recorded_from, owner_id)
  include (id, reference, tier, phase, crime_category, threat_type, moderation_status, soc, type)
  where in_error is null;
create index disruption_state_current on disruptions.disruption_state (audience_id, owner_id, record_date)
  include (id, four_p, assessment_category, disruption_type, supported_organisation_id)
  where recorded_to = 'infinity' and in_error is null;
create index disruption_state_known on disruptions.disruption_state
  (audience_id, owner_id, record_date, recorded_from, recorded_to)
  include (id, reference, four_p, assessment_category, disruption_type, supported_organisation_id)
  where in_error is null;

-- Only of what was vacuumed the index tells alone.
alter table threats.threat_state set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
alter table disruptions.disruption_state
  set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
