-- Steps on a plan: one after the other, and none once it is closed.

-- Lets nobody else change a plan or take a step on it until the transaction ends, so that steps are numbered without a gap and a
-- plan that is being closed is closed before or after them. For those who work on it, do an action of it, or are offered it.
create function plans.hold_plan(of_plan bigint) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not (plans.actor_works_on(of_plan)
    or exists (select from plans.hand_over h join organisations.person p on p.email = h.to_email
      where h.plan_id = of_plan and h.answer is null and p.id = organisations.actor_id() and p.disabled_at is null)
    or exists (select from plans.plan p
      join plans.action_state s on s.plan_reference = p.reference and s.recorded_to = 'infinity'
      where p.id = of_plan and plans.actor_does(s.record_id)))
  then return false; end if;
  perform from plans.plan p where p.id = of_plan for no key update;
  return true;
end $$;

-- Whether a plan was neither closed nor recorded in error at a moment.
create function plans.was_open(of_plan bigint, at timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select from plans.plan_state s
    where s.record_id = of_plan and s.recorded_from <= at and at < s.recorded_to and s.in_error is null and s.status <> 'Closed')
$$;

create policy while_open on plans.review as restrictive for insert with check (plans.was_open(plan_id, at));
create policy while_open on plans.decision as restrictive for insert with check (plans.was_open(plan_id, at));
create policy while_open on plans.consultation as restrictive for insert with check (plans.was_open(plan_id, at));
create policy while_open on plans.hand_over as restrictive for insert with check (plans.was_open(plan_id, at));
create policy while_open on plans.action_note as restrictive for insert with check (exists (
  select from plans.action_state s join plans.plan p on p.reference = s.plan_reference
  where s.record_id = action_id and s.recorded_to = 'infinity' and plans.was_open(p.id, at)));
create policy while_open on plans.measurement as restrictive for insert with check (exists (
  select from plans.aim_state s join plans.plan p on p.reference = s.plan_reference
  where s.record_id = aim_id and s.recorded_to = 'infinity' and plans.was_open(p.id, at)));

-- The day of the next review, as a review states it: the plan's next state says no more than that. Also for those who lead the
-- plan from another organisation and may not record it otherwise. False when the plan is not theirs to work on, or is closed.
create function plans.state_next_review(of_plan bigint, next_review date, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  standing plans.plan_state;
begin
  if not plans.actor_works_on(of_plan) then return false; end if;
  perform from plans.plan p where p.id = of_plan for no key update;
  select * into standing from plans.plan_state s where s.record_id = of_plan and s.recorded_to = 'infinity';
  if standing.in_error is not null or standing.status = 'Closed' then return false; end if;
  if standing.next_review_on is not distinct from next_review then return true; end if;
  at := greatest(at, standing.recorded_from + interval '1 millisecond');
  update plans.plan_state set recorded_to = at where id = standing.id;
  standing.id := nextval(pg_get_serial_sequence('plans.plan_state', 'id'));
  standing.recorded_from := at;
  standing.recorded_to := 'infinity';
  standing.entered_at := at;
  standing.person_id := organisations.actor_id();
  standing.import_id := null;
  standing.audience_id := (select p.audience_id from plans.plan p where p.id = of_plan);
  standing.next_review_on := next_review;
  insert into plans.plan_state overriding system value select (standing).*;
  return true;
end $$;

-- The plans that are handed to the actor and wait for an answer: being named tells the plan's id and reference, and no more.
create function plans.handed_to_actor() returns table (hand_over_id bigint, plan_id bigint, plan_reference text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select h.id, h.plan_id, p.reference from plans.hand_over h join plans.plan p on p.id = h.plan_id
  where h.answer is null and h.to_email = (
    select me.email from organisations.person me where me.id = organisations.actor_id() and me.disabled_at is null)
    and plans.was_open(h.plan_id, clock_timestamp())
$$;

-- Of some threats that the actor sees, those against which there is a plan, whether they see the plan or not: without this they
-- would be sent to open a second one.
create function plans.planned_among(of_threats text[]) returns table (threat_reference text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select distinct s.threat_reference from plans.plan_state s
  join threats.threat t on t.reference = s.threat_reference
    and t.audience_id = any ((select organisations.actor_audiences())::integer[])
  where s.threat_reference = any (of_threats) and s.recorded_to = 'infinity' and s.in_error is null and s.status <> 'Closed'
$$;

create index plan_state_review on plans.plan_state (next_review_on)
  where recorded_to = 'infinity' and in_error is null and status <> 'Closed';

revoke execute on function
  plans.hold_plan(bigint), plans.was_open(bigint, timestamptz), plans.state_next_review(bigint, date, timestamptz),
  plans.handed_to_actor(), plans.planned_among(text[])
  from public;
grant execute on function
  plans.hold_plan(bigint), plans.was_open(bigint, timestamptz), plans.state_next_review(bigint, date, timestamptz),
  plans.handed_to_actor(), plans.planned_among(text[])
  to fourfold_app;
