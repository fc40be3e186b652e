-- Threats that wait for somebody are counted on every page: not moderated yet, and moderated but perhaps not for long.
create index threat_state_not_moderated on threats.threat_state (owner_id, audience_id)
  where recorded_to = 'infinity' and in_error is null and moderation_status <> 'Moderated';
create index threat_state_moderated on threats.threat_state (owner_id, audience_id)
  where recorded_to = 'infinity' and in_error is null and moderation_status = 'Moderated' and type = 'Tactical' and soc = 'SOC';

-- The values of listed fields in use, which lists offer to filter by: found one after the other, not by reading every record.
create index threat_state_crime_category on threats.threat_state (crime_category, audience_id)
  where recorded_to = 'infinity' and in_error is null and crime_category is not null;
create index threat_state_phase on threats.threat_state (phase, audience_id)
  where recorded_to = 'infinity' and in_error is null and phase is not null;
create index disruption_state_tactic on disruptions.disruption_state (tactic, audience_id)
  where recorded_to = 'infinity' and in_error is null and tactic is not null;
create index plan_state_priority on plans.plan_state (priority, audience_id)
  where recorded_to = 'infinity' and in_error is null and priority is not null;
create index action_state_tactic on plans.action_state (tactic, audience_id)
  where recorded_to = 'infinity' and in_error is null and tactic is not null;
