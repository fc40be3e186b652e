-- How late each of a year's disruptions was recorded took two thirds of a page of figures: the first state of each was looked up. When a
-- disruption was first recorded stands beside each of its states now, and in the index that counts them.
drop index disruptions.disruption_state_figures;

alter table disruptions.disruption_state add first_recorded_from timestamptz;
update disruptions.disruption_state s set first_recorded_from = first.at
from (select record_id, min(recorded_from) as at from disruptions.disruption_state group by record_id) first
where first.record_id = s.record_id;
alter table disruptions.disruption_state
  alter first_recorded_from set not null,
  add constraint first_recorded_from_not_after_recorded check (first_recorded_from <= recorded_from);

create index disruption_state_figures on disruptions.disruption_state (audience_id, record_date, recorded_to)
  include (recorded_from, owner_id, four_p, first_recorded_from, supported_organisation_id)
  where in_error is null and disruption_type = 'Lead Disruption' and assessment_category in ('Major', 'Moderate', 'Minor');
