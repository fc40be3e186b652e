-- 4P plans: each, its aims and its actions with every state they were recorded in, and what was done on them, which is only added.

create schema plans;

create table plans.plan (
  id          bigint generated always as identity primary key,
  reference   text not null unique,
  owner_id    integer not null references organisations.organisation,
  handling    text not null default 'Region' check (handling in ('Shared', 'Region', 'Organisation', 'Named')),
  audience_id integer not null references organisations.audience,
  erased_at   timestamptz
);

-- The threat is kept by its reference: a foreign key would tell that a hidden threat exists. People are named by email: those of
-- a force that comes from another system may have no account yet.
create table plans.plan_state (
  id                         bigint generated always as identity primary key,
  record_id                  bigint not null references plans.plan,
  audience_id                integer not null references organisations.audience,
  recorded_from              timestamptz not null,
  recorded_to                timestamptz not null default 'infinity',
  entered_at                 timestamptz not null,
  person_id                  integer references organisations.person,
  import_id                  uuid,
  in_error                   text check (length(in_error) between 1 and 4000),
  reference                  text not null,
  owner_id                   integer not null references organisations.organisation,
  title                      text not null,
  kind                       text not null,
  threat_reference           text,
  priority                   text,
  owner_email                text,
  senior_responsible_officer text,
  deputies                   text,
  status                     text not null,
  objective                  text,
  next_review_on             date,
  local_profile              text,
  why_no_local_profile       text,
  mix_pursue                 integer,
  mix_prevent                integer,
  mix_protect                integer,
  mix_prepare                integer,
  why_no_pursue              text,
  why_no_prevent             text,
  why_no_protect             text,
  why_no_prepare             text,
  exit_criteria              text,
  learning                   text,
  debrief                    text,
  unique (record_id, recorded_from),
  check (recorded_from < recorded_to)
);

-- An aim and an action belong to whom their plan belongs to today, and are seen where it is seen.
create table plans.aim (
  id          bigint generated always as identity primary key,
  reference   text not null unique,
  owner_id    integer not null references organisations.organisation,
  handling    text not null default 'Region' check (handling in ('Shared', 'Region', 'Organisation', 'Named')),
  audience_id integer not null references organisations.audience,
  erased_at   timestamptz
);

create table plans.aim_state (
  id             bigint generated always as identity primary key,
  record_id      bigint not null references plans.aim,
  audience_id    integer not null references organisations.audience,
  recorded_from  timestamptz not null,
  recorded_to    timestamptz not null default 'infinity',
  entered_at     timestamptz not null,
  person_id      integer references organisations.person,
  import_id      uuid,
  in_error       text check (length(in_error) between 1 and 4000),
  reference      text not null,
  owner_id       integer not null references organisations.organisation,
  plan_reference text not null,
  four_p         text not null,
  says           text not null,
  measure        text,
  measured_by    text,
  baseline       text,
  target         text,
  due_on         date,
  unique (record_id, recorded_from),
  check (recorded_from < recorded_to)
);

create table plans.action (
  id          bigint generated always as identity primary key,
  reference   text not null unique,
  owner_id    integer not null references organisations.organisation,
  handling    text not null default 'Region' check (handling in ('Shared', 'Region', 'Organisation', 'Named')),
  audience_id integer not null references organisations.audience,
  erased_at   timestamptz
);

create table plans.action_state (
  id              bigint generated always as identity primary key,
  record_id       bigint not null references plans.action,
  audience_id     integer not null references organisations.audience,
  recorded_from   timestamptz not null,
  recorded_to     timestamptz not null default 'infinity',
  entered_at      timestamptz not null,
  person_id       integer references organisations.person,
  import_id       uuid,
  in_error        text check (length(in_error) between 1 and 4000),
  reference       text not null,
  owner_id        integer not null references organisations.organisation,
  plan_reference  text not null,
  aim_reference   text,
  four_p          text not null,
  says            text not null,
  tactic          text,
  person_email    text,
  organisation_id integer references organisations.organisation,
  due_on          date,
  status          text not null,
  done_on         date,
  outcome         text,
  unique (record_id, recorded_from),
  check (recorded_from < recorded_to)
);

create index plan_state_current on plans.plan_state (audience_id, owner_id, reference)
  where recorded_to = 'infinity' and in_error is null;
create index plan_state_in_order on plans.plan_state (reference, audience_id) where recorded_to = 'infinity' and in_error is null;
create index plan_state_known on plans.plan_state (audience_id, recorded_from, recorded_to) where in_error is null;
create index plan_state_reference on plans.plan_state (reference, recorded_from);
create index plan_state_threat on plans.plan_state (threat_reference);
create index plan_state_led on plans.plan_state (owner_email) where recorded_to = 'infinity' and in_error is null;
create index plan_state_import on plans.plan_state (import_id);
create index aim_state_current on plans.aim_state (audience_id, owner_id, reference)
  where recorded_to = 'infinity' and in_error is null;
create index aim_state_plan on plans.aim_state (plan_reference, recorded_from);
create index aim_state_reference on plans.aim_state (reference, recorded_from);
create index aim_state_import on plans.aim_state (import_id);
create index action_state_current on plans.action_state (audience_id, owner_id, reference)
  where recorded_to = 'infinity' and in_error is null;
create index action_state_plan on plans.action_state (plan_reference, recorded_from);
create index action_state_reference on plans.action_state (reference, recorded_from);
create index action_state_person on plans.action_state (person_email, due_on)
  where recorded_to = 'infinity' and in_error is null and status = 'Open';
create index action_state_import on plans.action_state (import_id);

-- What is done on a plan is only added to, by whoever records for its organisation, or leads it: its owner or a deputy, who may
-- come from a partner.
create table plans.review (
  id             bigint generated always as identity primary key,
  plan_id        bigint not null references plans.plan,
  number         integer not null,
  held_on        date not null,
  at             timestamptz not null,
  person_id      integer not null references organisations.person,
  -- Whether they owned the plan or were its deputy at that moment: only then is it the lead responsible officer's own review.
  by_owner       boolean not null,
  attended       text not null check (length(attended) between 1 and 4000),
  changed        text not null check (length(changed) between 1 and 4000),
  -- The part that the senior investigating officer took; none, where the investigation stood apart.
  investigation  text check (length(investigation) between 1 and 4000),
  next_review_on date,
  unique (plan_id, number)
);

-- A decision is never edited: another one takes its place.
create table plans.decision (
  id         bigint generated always as identity primary key,
  plan_id    bigint not null references plans.plan,
  number     integer not null,
  at         timestamptz not null,
  person_id  integer not null references organisations.person,
  decided    text not null check (length(decided) between 1 and 4000),
  rationale  text not null check (length(rationale) between 1 and 4000),
  review_id  bigint references plans.review,
  supersedes bigint unique references plans.decision,
  unique (plan_id, number)
);

create table plans.consultation (
  id              bigint generated always as identity primary key,
  plan_id         bigint not null references plans.plan,
  number          integer not null,
  at              timestamptz not null,
  person_id       integer not null references organisations.person,
  consulted_on    date not null,
  -- As they are called: a partner need not be an organisation that is known here.
  partner         text not null check (length(partner) between 1 and 200),
  organisation_id integer references organisations.organisation,
  said            text not null check (length(said) between 1 and 4000),
  unique (plan_id, number)
);

create table plans.action_note (
  id        bigint generated always as identity primary key,
  action_id bigint not null references plans.action,
  at        timestamptz not null,
  person_id integer not null references organisations.person,
  says      text not null check (length(says) between 1 and 4000)
);
create index on plans.action_note (action_id, at);

create table plans.measurement (
  id          bigint generated always as identity primary key,
  aim_id      bigint not null references plans.aim,
  at          timestamptz not null,
  person_id   integer not null references organisations.person,
  measured_on date not null,
  value       numeric not null,
  says        text check (length(says) between 1 and 1000)
);
create index on plans.measurement (aim_id, measured_on);

create table plans.hand_over (
  id          bigint generated always as identity primary key,
  plan_id     bigint not null references plans.plan,
  at          timestamptz not null,
  offered_by  integer not null references organisations.person,
  from_email  text,
  to_email    text not null,
  says        text not null check (length(says) between 1 and 4000),
  answer      text check (answer in ('Accepted', 'Refused', 'Withdrawn')),
  answered_at timestamptz,
  answered_by integer references organisations.person,
  reason      text check (length(reason) between 1 and 4000),
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null))
);
-- One is open at a time.
create unique index hand_over_open on plans.hand_over (plan_id) where answer is null;
create index on plans.hand_over (to_email) where answer is null;

-- The menu of tactics: what may be done, to start from. Never copied into a plan unseen. Changed by ending one and adding another.
create table plans.menu_tactic (
  id             integer generated always as identity primary key,
  name           text not null check (length(name) between 1 and 200),
  four_p         text not null check (four_p in ('Pursue', 'Prevent', 'Protect', 'Prepare')),
  crime_category text,                      -- none: for any
  what           text not null check (length(what) between 1 and 1000),
  when_to_use    text not null check (length(when_to_use) between 1 and 1000),
  who_helps      text not null check (length(who_helps) between 1 and 1000),
  watch_out      text not null check (length(watch_out) between 1 and 1000),
  from_on        date,
  to_on          date,
  made_at        timestamptz not null default clock_timestamp(),
  made_by        integer references organisations.person,
  ended_by       integer references organisations.person
);

-- The email of whom the transaction acts for, when their part lets them work on plans: an inspector or an administrator whom
-- somebody names in one still changes nothing.
create function plans.actor_email() returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.email from organisations.person p
  where p.id = organisations.actor_id() and p.disabled_at is null and p.parts && array[
    'analyst', 'lead responsible officer', 'moderator', 'tasking manager', 'offender manager', 'partner']
$$;

-- Whether the transaction's actor leads a plan: as its owner or a deputy of today.
create function plans.actor_leads(of_plan bigint) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from plans.plan_state s, plans.actor_email() own
    where s.record_id = of_plan and s.recorded_to = 'infinity' and s.in_error is null
      and (s.owner_email = own or own = any (regexp_split_to_array(lower(coalesce(s.deputies, '')), '[\s,;]+'))))
$$;

-- Whether the actor may add to what was done on a plan: they see it, and record for its organisation or lead it.
create function plans.actor_works_on(of_plan bigint) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from plans.plan p
    where p.id = of_plan and p.audience_id = any (organisations.actor_audiences())
      and (p.owner_id = any (organisations.actor_records_for()) or plans.actor_leads(p.id)))
$$;

-- Whether the actor is who an action was given to.
create function plans.actor_does(of_action bigint) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from plans.action_state s
    where s.record_id = of_action and s.recorded_to = 'infinity' and s.in_error is null
      and s.person_email = plans.actor_email() and s.audience_id = any (organisations.actor_audiences()))
$$;

-- Whether what a decision names is of its plan: the one it takes the place of, and the review that it was taken in. A policy can't
-- ask this of its own table.
create function plans.decision_fits(of_plan bigint, superseded bigint, taken_in bigint) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select (superseded is null or exists (select from plans.decision d where d.id = superseded and d.plan_id = of_plan))
    and (taken_in is null or exists (select from plans.review r where r.id = taken_in and r.plan_id = of_plan))
$$;

-- The person an action was given to says how it stands, whatever organisation they are of: its next state says no more than that.
-- Answers 'recorded', 'changed' when another state was recorded since, or 'not yours': so too of a plan that is closed or was
-- recorded in error, and of an end without an outcome.
create function plans.take_own_action(
  of_reference text, expected timestamptz, new_status text, new_outcome text, new_done_on date, at timestamptz
) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  head plans.action;
  standing plans.action_state;
begin
  select * into head from plans.action a where a.reference = of_reference for no key update;
  if not found or not plans.actor_does(head.id) then return 'not yours'; end if;
  if new_status not in ('Open', 'Done', 'Dropped') then return 'not yours'; end if;
  if length(new_outcome) > 4000 or new_status <> 'Open' and coalesce(new_outcome, '') = '' then return 'not yours'; end if;
  select * into standing from plans.action_state s where s.record_id = head.id and s.recorded_to = 'infinity';
  if not exists (select from plans.plan_state s where s.reference = standing.plan_reference and s.recorded_to = 'infinity'
    and s.in_error is null and s.status <> 'Closed') then return 'not yours'; end if;
  if standing.recorded_from is distinct from expected then return 'changed'; end if;
  at := greatest(at, standing.recorded_from + interval '1 millisecond');
  update plans.action_state set recorded_to = at where id = standing.id;
  standing.id := nextval(pg_get_serial_sequence('plans.action_state', 'id'));
  standing.recorded_from := at;
  standing.entered_at := at;
  standing.person_id := organisations.actor_id();
  standing.import_id := null;
  standing.audience_id := head.audience_id;
  standing.status := new_status;
  standing.outcome := new_outcome;
  standing.done_on := new_done_on;
  insert into plans.action_state overriding system value select (standing).*;
  return 'recorded';
end $$;

-- Whom a plan is handed to answers: accepted, the plan's next state names them as its owner, and no more. Whoever offered it, or
-- works on the plan, may withdraw the offer. Answers 'recorded' or 'not yours': so too of one that is closed or was recorded in
-- error, which can't be accepted.
create function plans.answer_hand_over(of_id bigint, new_answer text, new_reason text, at timestamptz) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  offer plans.hand_over;
  standing plans.plan_state;
  own text := plans.actor_email();
begin
  select * into offer from plans.hand_over h where h.id = of_id for no key update;
  if not found or offer.answer is not null then return 'not yours'; end if;
  if new_answer = 'Withdrawn' then
    if offer.offered_by is distinct from organisations.actor_id() and not plans.actor_works_on(offer.plan_id) then return 'not yours'; end if;
  elsif new_answer not in ('Accepted', 'Refused') or own is null or offer.to_email <> own then
    return 'not yours';
  end if;
  perform from plans.plan p where p.id = offer.plan_id for no key update;
  select * into standing from plans.plan_state s where s.record_id = offer.plan_id and s.recorded_to = 'infinity';
  if new_answer = 'Accepted' and (standing.in_error is not null or standing.status = 'Closed') then return 'not yours'; end if;
  at := greatest(at, standing.recorded_from + interval '1 millisecond');
  update plans.hand_over set answer = new_answer, answered_at = answer_hand_over.at, answered_by = organisations.actor_id(), reason = new_reason
    where id = of_id;
  if new_answer <> 'Accepted' then return 'recorded'; end if;
  update plans.plan_state set recorded_to = at where id = standing.id;
  standing.recorded_from := at;
  standing.recorded_to := 'infinity';
  standing.entered_at := at;
  standing.person_id := organisations.actor_id();
  standing.import_id := null;
  standing.owner_email := own;
  standing.audience_id := (select audience_id from plans.plan where id = offer.plan_id);
  standing.id := nextval(pg_get_serial_sequence('plans.plan_state', 'id'));
  insert into plans.plan_state overriding system value select (standing).*;
  return 'recorded';
end $$;

do $$
declare
  register text;
begin
  foreach register in array array['plan', 'aim', 'action'] loop
    execute format('alter table plans.%I enable row level security', register);
    execute format('alter table plans.%I enable row level security', register || '_state');
    execute format('create policy seen on plans.%I for select
      using (audience_id = any ((select organisations.actor_audiences())::integer[]))', register);
    execute format('create policy recorded on plans.%I for insert
      with check (owner_id = any ((select organisations.actor_records_for())::integer[]))', register);
    execute format('create policy changed on plans.%I for update
      using (owner_id = any ((select organisations.actor_records_for())::integer[]))
      with check (owner_id = any ((select organisations.actor_records_for())::integer[]))', register);
    execute format('create policy seen on plans.%I for select
      using (audience_id = any ((select organisations.actor_audiences())::integer[]))', register || '_state');
    execute format('create policy recorded on plans.%I for insert
      with check (owner_id = any ((select organisations.actor_records_for())::integer[]))', register || '_state');
    execute format('create policy changed on plans.%1$I for update
      using (exists (select from plans.%2$I head
        where head.id = record_id and head.owner_id = any ((select organisations.actor_records_for())::integer[])))',
      register || '_state', register);
  end loop;
end $$;

alter table plans.review enable row level security;
alter table plans.decision enable row level security;
alter table plans.consultation enable row level security;
alter table plans.action_note enable row level security;
alter table plans.measurement enable row level security;
alter table plans.hand_over enable row level security;
alter table plans.menu_tactic enable row level security;

-- Seen by those who saw the plan as it was at that moment, so that a share from now on tells nothing of before: the policies of
-- the states answer.
create policy seen on plans.review for select using (exists (select from plans.plan_state s
  where s.record_id = plan_id and s.recorded_from <= at and at < s.recorded_to));
create policy seen on plans.decision for select using (exists (select from plans.plan_state s
  where s.record_id = plan_id and s.recorded_from <= at and at < s.recorded_to));
create policy seen on plans.consultation for select using (exists (select from plans.plan_state s
  where s.record_id = plan_id and s.recorded_from <= at and at < s.recorded_to));
create policy seen on plans.action_note for select using (exists (select from plans.action_state s
  where s.record_id = action_id and s.recorded_from <= at and at < s.recorded_to));
create policy seen on plans.measurement for select using (exists (select from plans.aim_state s
  where s.record_id = aim_id and s.recorded_from <= at and at < s.recorded_to));
-- Whom a plan is handed to sees the offer, so that it can be answered; the plan itself only where it is shared with them.
create policy seen on plans.hand_over for select using (
  exists (select from plans.plan_state s where s.record_id = plan_id and s.recorded_from <= at and at < s.recorded_to)
  or to_email = (select p.email from organisations.person p where p.id = (select organisations.actor_id())));
create policy seen on plans.menu_tactic for select using (true);

create policy added on plans.review for insert with check (
  person_id = (select organisations.actor_id()) and plans.actor_works_on(plan_id) and by_owner = plans.actor_leads(plan_id));
create policy added on plans.decision for insert with check (
  person_id = (select organisations.actor_id()) and plans.actor_works_on(plan_id)
  and plans.decision_fits(plan_id, supersedes, review_id));
create policy added on plans.consultation for insert with check (
  person_id = (select organisations.actor_id()) and plans.actor_works_on(plan_id));
create policy added on plans.hand_over for insert with check (
  offered_by = (select organisations.actor_id()) and answer is null and plans.actor_works_on(plan_id));
create policy added on plans.action_note for insert with check (
  person_id = (select organisations.actor_id())
  and (plans.actor_does(action_id) or exists (
    select from plans.action_state s join plans.plan p on p.reference = s.plan_reference
    where s.record_id = action_id and s.recorded_to = 'infinity' and plans.actor_works_on(p.id))));
create policy added on plans.measurement for insert with check (
  person_id = (select organisations.actor_id())
  and exists (select from plans.aim_state s join plans.plan p on p.reference = s.plan_reference
    where s.record_id = aim_id and s.recorded_to = 'infinity' and plans.actor_works_on(p.id)));
create policy managed on plans.menu_tactic for insert with check (
  made_by = (select organisations.actor_id()) and (select reference.actor_manages()));
create policy ended on plans.menu_tactic for update using ((select reference.actor_manages()))
  with check (ended_by = (select organisations.actor_id()));

insert into reference.use (list, register, field, state_table, column_name) values
  ('crime-categories', 'plans', 'priority', 'plans.plan_state', 'priority'),
  ('tactics', 'plan-actions', 'tactic', 'plans.action_state', 'tactic');

revoke execute on function
  plans.actor_email(), plans.actor_leads(bigint), plans.actor_works_on(bigint), plans.actor_does(bigint),
  plans.decision_fits(bigint, bigint, bigint),
  plans.take_own_action(text, timestamptz, text, text, date, timestamptz),
  plans.answer_hand_over(bigint, text, text, timestamptz)
  from public;
grant usage on schema plans to fourfold_app;
grant execute on function
  plans.actor_email(), plans.actor_leads(bigint), plans.actor_works_on(bigint), plans.actor_does(bigint),
  plans.decision_fits(bigint, bigint, bigint),
  plans.take_own_action(text, timestamptz, text, text, date, timestamptz),
  plans.answer_hand_over(bigint, text, text, timestamptz)
  to fourfold_app;
grant select, insert, update on
  plans.plan, plans.plan_state, plans.aim, plans.aim_state, plans.action, plans.action_state to fourfold_app;
grant select, insert on
  plans.review, plans.decision, plans.consultation, plans.action_note, plans.measurement, plans.hand_over, plans.menu_tactic
  to fourfold_app;
grant update (to_on, ended_by) on plans.menu_tactic to fourfold_app;
