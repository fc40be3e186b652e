-- On a past day, too, a page of many is found along its order: by name or title, or by the day of a disruption. Of the states on the
-- way the index tells which stood then, so that no row of another is read. By reference the index of a record's states does the same.
create index threat_state_by_name_then on threats.threat_state (name, reference, recorded_to, recorded_from)
  where in_error is null;
create index disruption_state_by_title_then on disruptions.disruption_state (title, reference, recorded_to, recorded_from)
  where in_error is null;
create index disruption_state_in_order_then on disruptions.disruption_state (record_date, reference, recorded_to, recorded_from)
  where in_error is null;

-- No event is later than the day it was recorded on, by the clock on the wall: so files and forms have always been held to. Lists of a
-- past day rely on it, and need not pass over all that happened since.
alter table disruptions.disruption_state add constraint record_date_not_after_recorded
  check (record_date <= (recorded_from at time zone 'Europe/London')::date);
