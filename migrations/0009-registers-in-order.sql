-- Lists of what is known now, in the order that nobody had to choose: read from an index, access compared in it as well.

create index threat_state_in_order on threats.threat_state (reference, audience_id) where recorded_to = 'infinity';
create index disruption_state_in_order on disruptions.disruption_state (record_date, reference, audience_id)
  where recorded_to = 'infinity';
