-- Which plans the actor leads, found by their address instead of among all that they see: it is asked of every person on their own
-- pages and for their digest, and deputies stand in a text as they were typed, with commas, semicolons or spaces between.
create function plans.deputy_emails(deputies text) returns text[]
  language sql immutable parallel safe
  return regexp_split_to_array(lower(deputies), '[\s,;]+');
create index plan_state_deputies on plans.plan_state using gin (plans.deputy_emails(deputies))
  where recorded_to = 'infinity' and in_error is null;
create index plan_state_of_senior on plans.plan_state (senior_responsible_officer)
  where recorded_to = 'infinity' and in_error is null and owner_email is null;

-- Today's states of the plans whose owner or deputy the actor is, whether they see the plan or not: their ids alone.
create function plans.led_by_actor() returns setof bigint
  language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
as $$
  with me as materialized (select p.email from organisations.person p where p.id = organisations.actor_id() and p.disabled_at is null)
  select s.id from me join plans.plan_state s on s.owner_email = me.email
  where s.recorded_to = 'infinity' and s.in_error is null
  union
  select s.id from me join plans.plan_state s on plans.deputy_emails(s.deputies) @> array[me.email]
  where s.recorded_to = 'infinity' and s.in_error is null
$$;
revoke execute on function plans.deputy_emails(text), plans.led_by_actor() from public;
grant execute on function plans.deputy_emails(text), plans.led_by_actor() to fourfold_app;
