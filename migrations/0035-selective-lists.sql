-- A list that is narrowed to a few of many is counted by an index that begins with what it is narrowed by, as known today or on a day;
-- and a page of many is found along an index in its order. Either has all that lists are narrowed by, so that no row is read that
-- isn't shown.
drop index threats.threat_state_in_order, disruptions.disruption_state_in_order;

create index threat_state_by_tier on threats.threat_state (tier, audience_id, recorded_to, recorded_from)
  include (id, owner_id, reference, phase, crime_category, threat_type, moderation_status, soc, type)
  where in_error is null;
create index threat_state_by_phase on threats.threat_state (phase, audience_id, recorded_to, recorded_from)
  include (id, owner_id, reference, tier, crime_category, threat_type, moderation_status, soc, type)
  where in_error is null;
create index threat_state_by_crime_category on threats.threat_state (crime_category, audience_id, recorded_to, recorded_from)
  include (id, owner_id, reference, tier, phase, threat_type, moderation_status, soc, type)
  where in_error is null;
create index threat_state_in_order on threats.threat_state (reference, audience_id)
  include (id, owner_id, tier, phase, crime_category, threat_type, moderation_status, soc, type)
  where recorded_to = 'infinity' and in_error is null;

create index disruption_state_by_four_p on disruptions.disruption_state (four_p, audience_id, recorded_to, recorded_from)
  include (id, owner_id, reference, record_date, assessment_category, disruption_type, supported_organisation_id)
  where in_error is null;
create index disruption_state_by_category on disruptions.disruption_state (assessment_category, audience_id, recorded_to, recorded_from)
  include (id, owner_id, reference, record_date, four_p, disruption_type, supported_organisation_id)
  where in_error is null;
create index disruption_state_in_order on disruptions.disruption_state (record_date, reference, audience_id)
  include (id, owner_id, four_p, assessment_category, disruption_type, supported_organisation_id)
  where recorded_to = 'infinity' and in_error is null;
