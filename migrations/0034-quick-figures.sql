-- Figures of a past day read what counts from an index that holds nothing else, in the order of days; a year of a whole country is a
-- hundredth of all states. How late a disruption was recorded is asked of its first state, which the same index as its key tells.
create index disruption_state_figures on disruptions.disruption_state (audience_id, record_date, recorded_to)
  include (recorded_from, owner_id, four_p, record_id, supported_organisation_id)
  where in_error is null and disruption_type = 'Lead Disruption' and assessment_category in ('Major', 'Moderate', 'Minor');
alter table disruptions.disruption_state
  drop constraint disruption_state_record_id_recorded_from_key,
  add constraint disruption_state_record_id_recorded_from_key unique (record_id, recorded_from) include (audience_id);
create index threat_state_live on threats.threat_state (audience_id, recorded_to, recorded_from)
  include (owner_id, threat_type, tier, crime_category)
  where in_error is null and type = 'Tactical' and moderation_status = 'Moderated' and soc = 'SOC' and tier <> 'Tier 5'
    and phase not ilike '%closed%';
