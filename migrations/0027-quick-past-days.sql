-- What stood on a past day is found by who may see it, then by its owner: lists narrowed to a region or an organisation, and
-- figures by organisation, need not look at all that an audience may see.
drop index threats.threat_state_known, disruptions.disruption_state_known, plans.plan_state_known;
create index threat_state_known on threats.threat_state (audience_id, owner_id, recorded_from, recorded_to)
  where in_error is null;
create index disruption_state_known on disruptions.disruption_state
  (audience_id, owner_id, record_date, recorded_from, recorded_to)
  where in_error is null;
create index plan_state_known on plans.plan_state (audience_id, owner_id, recorded_from, recorded_to)
  where in_error is null;
