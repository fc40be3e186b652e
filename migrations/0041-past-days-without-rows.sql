-- A page of a past day's disruptions, found along their order (0039-past-days-in-order.sql), is narrowed inside the index as today's is:
-- of five that stood then and are not shown, no row is read.
drop index disruptions.disruption_state_in_order_then;
create index disruption_state_in_order_then on disruptions.disruption_state
  (record_date, reference, recorded_to, recorded_from, audience_id)
  include (id, owner_id, four_p, assessment_category, disruption_type, supported_organisation_id)
  where in_error is null;
