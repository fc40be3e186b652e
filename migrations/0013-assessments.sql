-- Assessments of threats by a versioned model: what was scored and why, step by step, and what moderation makes of it.

-- A model is a row that never changes: an old working can always be worked again. In force on a day is the newest version that
-- begins on it or before.
create table threats.assessment_model (
  version    integer primary key check (version > 0),
  name       text not null check (length(name) between 1 and 100),
  from_on    date not null,
  definition jsonb not null,
  made_at    timestamptz not null,
  made_by    integer references organisations.person
);

-- Which threat, by which model, whose: that never changes. The state and the number of steps repeat the last step, for lists and
-- counts; the function that takes a step keeps them.
create table threats.assessment (
  id              uuid primary key default gen_random_uuid(),
  reference       text not null unique,
  record_id       bigint not null references threats.threat,
  model_version   integer not null references threats.assessment_model,
  assessor_id     integer not null references organisations.person,
  organisation_id integer not null references organisations.organisation,
  second_to       uuid references threats.assessment,   -- a blind second scoring of that one
  begun_at        timestamptz not null,
  state           text not null default 'Draft' check (state in ('Draft', 'Submitted', 'Returned', 'Moderated', 'Withdrawn')),
  steps           integer not null default 0,
  submitted_at    timestamptz,                          -- first; from then on others than the assessor's organisation know of it
  unique (second_to, assessor_id)
);
create index assessment_threat on threats.assessment (record_id);
create index assessment_open on threats.assessment (state) where state in ('Draft', 'Submitted', 'Returned');
create unique index assessment_one_open on threats.assessment (record_id)
  where second_to is null and state in ('Draft', 'Submitted', 'Returned');

-- Each step with the whole content as it stood. How an assessment stands at a moment is its last step up to then.
create table threats.assessment_step (
  assessment_id   uuid not null references threats.assessment,
  number          integer not null,
  at              timestamptz not null,
  act             text not null check (act in ('save', 'submit', 'take back', 'return', 'moderate', 'withdraw')),
  state           text not null check (state in ('Draft', 'Submitted', 'Returned', 'Moderated', 'Withdrawn')),
  person_id       integer not null references organisations.person,
  organisation_id integer not null references organisations.organisation,
  reason          text,
  notes           jsonb not null default '{}',          -- by dimension, of a moderator who returns it
  scores          jsonb not null,                       -- by dimension: score (0 to 4, 'not known', or null: not yet), reason
  working         jsonb not null,
  proposed_tier   text,
  departure       text,                                 -- why the proposed tier is not the suggested one
  primary key (assessment_id, number),
  check (act not in ('submit', 'moderate') or proposed_tier is not null)
);

-- What somebody leads is asked on every page that counts their work.
create index threat_state_led on threats.threat_state (lead_responsible_officer, audience_id)
  where recorded_to = 'infinity' and in_error is null and lead_responsible_officer is not null;

alter table threats.assessment_model enable row level security;
alter table threats.assessment enable row level security;
alter table threats.assessment_step enable row level security;

create policy seen on threats.assessment_model for select using (true);
create policy made on threats.assessment_model for insert with check (
  made_by = (select organisations.actor_id())
  and exists (select from organisations.person p
    where p.id = made_by and p.disabled_at is null and 'administrator' = any (p.parts)));

-- Seen where the threat is seen: its own policy answers. What was never submitted is for its assessor's organisation, and the
-- threat's owner; a second scoring, until it is submitted, for its assessor alone.
create policy seen on threats.assessment for select using (exists (
  select from threats.threat t
  where t.id = record_id and (
    submitted_at is not null
    or assessor_id = (select organisations.actor_id())
    or second_to is null and (
      organisation_id = any ((select organisations.actor_records_for())::integer[])
      or t.owner_id = any ((select organisations.actor_records_for())::integer[])))));

-- A step is seen by those who see the threat as it was at that moment, so that a share from now on tells nothing of before. What
-- was only saved stays with the assessor's side. Whoever scores a second time sees neither the first scoring nor other second
-- ones before their own is submitted.
create policy seen on threats.assessment_step for select using (
  exists (
    select from threats.assessment a join threats.threat t on t.id = a.record_id
    where a.id = assessment_id
      and exists (select from threats.threat_state s
        where s.record_id = a.record_id and s.recorded_from <= at and at < s.recorded_to)
      and (
        act <> 'save' and a.submitted_at is not null
        or a.assessor_id = (select organisations.actor_id())
        or a.second_to is null and (
          a.organisation_id = any ((select organisations.actor_records_for())::integer[])
          or t.owner_id = any ((select organisations.actor_records_for())::integer[])))
      and not exists (select from threats.assessment blind
        where blind.assessor_id = (select organisations.actor_id()) and blind.state = 'Draft' and blind.id <> a.id
          and (blind.second_to = a.id or blind.second_to = a.second_to))));

-- Whether two organisations are one today: a successor counts as the one before it.
create function threats.same_organisation(one integer, other integer) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return exists (select from organisations.organisation_today a join organisations.organisation_today b using (today_id)
    where a.id = one and b.id = other);

-- The person acted for, when they may act at all.
create function threats.acting_person() returns organisations.person
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select p from organisations.person p where p.id = organisations.actor_id() and p.disabled_at is null);

-- Begins an assessment of a threat the actor sees: a first one for its owner, one at a time; or a blind second scoring of one
-- that somebody else has submitted. Outcomes: done; not there; not yours; in error; open already; not to second.
create function threats.begin_assessment(
  of_threat text, called text, by_model integer, as_second_to uuid, empty_working jsonb
) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me organisations.person := threats.acting_person();
  head threats.threat;
  first threats.assessment;
  made threats.assessment;
  instant timestamptz;
begin
  perform pg_advisory_xact_lock_shared(4040405);
  select * into head from threats.threat t
    where t.reference = of_threat and t.audience_id = any (organisations.actor_audiences()) for update;
  if not found or me.id is null then return 'not there'; end if;
  if not me.parts && array['analyst', 'moderator'] then return 'not yours'; end if;
  if exists (select from threats.threat_state s
    where s.record_id = head.id and s.recorded_to = 'infinity' and s.in_error is not null) then return 'in error'; end if;
  if as_second_to is null then
    if not threats.same_organisation(me.organisation_id, head.owner_id) then return 'not yours'; end if;
    if exists (select from threats.assessment a
      where a.record_id = head.id and a.second_to is null and a.state in ('Draft', 'Submitted', 'Returned'))
    then return 'open already'; end if;
  else
    select * into first from threats.assessment a where a.id = as_second_to and a.record_id = head.id and a.second_to is null;
    if not found or first.state not in ('Submitted', 'Moderated') or exists (
      select from threats.assessment_step s where s.assessment_id = first.id and s.person_id = me.id) or exists (
      select from threats.assessment a where a.second_to = first.id and a.assessor_id = me.id)
    then return 'not to second'; end if;
  end if;
  instant := threats.instant_after(head.id, null);
  insert into threats.assessment
      (reference, record_id, model_version, assessor_id, organisation_id, second_to, begun_at, steps)
    values (called, head.id, by_model, me.id, me.organisation_id, as_second_to, instant, 1)
    returning * into made;
  insert into threats.assessment_step
      (assessment_id, number, at, act, state, person_id, organisation_id, scores, working)
    values (made.id, 1, instant, 'save', 'Draft', me.id, me.organisation_id, '{}', empty_working);
  return 'done';
end $$;

-- The present, to the millisecond, and after all that the threat and the assessment were recorded with.
create function threats.instant_after(of_record bigint, of_assessment uuid) returns timestamptz
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select greatest(
    date_trunc('milliseconds', clock_timestamp()),
    (select max(s.recorded_from) + interval '1 millisecond' from threats.threat_state s where s.record_id = of_record),
    (select max(s.at) + interval '1 millisecond' from threats.assessment_step s where s.assessment_id = of_assessment));
end;

-- Who the actor is to an assessment: decides which steps they may take.
create function threats.actor_to(a threats.assessment, owner_id integer, me organisations.person) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return case
    when not me.parts && array['analyst', 'moderator'] then 'anyone else'
    when a.second_to is not null then case when me.id = a.assessor_id then 'assessor' else 'anyone else' end
    when threats.same_organisation(me.organisation_id, a.organisation_id)
      or threats.same_organisation(me.organisation_id, owner_id)
    then case when me.id = a.assessor_id then 'assessor' else 'colleague' end
    when 'moderator' = any (me.parts) then 'moderator'
    else 'anyone else' end;

-- The state that a step leads to; null when it may not be taken. The same table as src/modules/threats/assessments/steps.ts: a
-- test goes through both.
create function threats.state_after(state text, act text, who text, is_second boolean) returns text
  language sql immutable parallel safe
  return case
    when is_second then case when who = 'assessor' and state = 'Draft'
      then case act when 'save' then 'Draft' when 'submit' then 'Submitted' when 'withdraw' then 'Withdrawn' end end
    when who in ('assessor', 'colleague') and state in ('Draft', 'Returned')
      then case act when 'save' then state when 'submit' then 'Submitted' when 'withdraw' then 'Withdrawn' end
    when who in ('assessor', 'colleague') and state = 'Submitted'
      then case act when 'take back' then 'Draft' when 'withdraw' then 'Withdrawn' end
    when who = 'moderator' and state = 'Submitted'
      then case act when 'return' then 'Returned' when 'moderate' then 'Moderated' end
  end;

-- Takes one step of an assessment, and makes of the threat what follows from it, in the actor's transaction: or tells why not.
-- Content is given with 'save' and 'submit'; other steps keep what was submitted. Outcomes: done; not there; not allowed;
-- changed meanwhile; in error. Row-level security would refuse a moderator the threat of another organisation: so this function
-- alone does it, and checks for itself who asks.
create function threats.take_assessment_step(
  called text, expected integer, taken text, because text, given_notes jsonb,
  given_scores jsonb, given_working jsonb, given_tier text, given_departure text
) returns table (outcome text, number integer)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me organisations.person := threats.acting_person();
  head threats.threat;
  a threats.assessment;
  content threats.assessment_step;
  next_state text;
  instant timestamptz;
begin
  perform pg_advisory_xact_lock_shared(4040405);
  -- The threat first, then the assessment: recording a threat locks in the same order.
  select t.* into head from threats.threat t join threats.assessment x on x.record_id = t.id
    where x.reference = called and t.audience_id = any (organisations.actor_audiences()) for update of t;
  if not found or me.id is null then return query select 'not there', 0; return; end if;
  select * into a from threats.assessment x where x.reference = called for update;
  if a.submitted_at is null and threats.actor_to(a, head.owner_id, me) not in ('assessor', 'colleague') then
    return query select 'not there', 0; return;
  end if;
  if a.steps <> expected then return query select 'changed meanwhile', a.steps; return; end if;
  next_state := threats.state_after(a.state, taken, threats.actor_to(a, head.owner_id, me), a.second_to is not null);
  if next_state is null then return query select 'not allowed', a.steps; return; end if;
  if taken <> 'withdraw' and exists (select from threats.threat_state s
    where s.record_id = head.id and s.recorded_to = 'infinity' and s.in_error is not null)
  then return query select 'in error', a.steps; return; end if;
  -- What was saved after it was returned stays with the assessor's side, also when all is withdrawn.
  select * into content from threats.assessment_step s
    where s.assessment_id = a.id order by (s.act <> 'save') desc, s.number desc limit 1;
  if taken in ('save', 'submit') then
    content.scores := given_scores;
    content.working := given_working;
    content.proposed_tier := given_tier;
    content.departure := given_departure;
  end if;
  instant := threats.instant_after(head.id, a.id);
  insert into threats.assessment_step values (
    a.id, a.steps + 1, instant, taken, next_state, me.id, me.organisation_id, because, coalesce(given_notes, '{}'),
    content.scores, content.working, content.proposed_tier, content.departure);
  update threats.assessment x set
    state = next_state, steps = a.steps + 1,
    submitted_at = case when taken = 'submit' then coalesce(x.submitted_at, instant) else x.submitted_at end
    where x.id = a.id;
  if a.second_to is null and (a.submitted_at is not null or taken <> 'withdraw') then
    perform threats.follow_assessment(head.id, taken, content.proposed_tier, me.id, instant);
  end if;
  return query select 'done', a.steps + 1;
end $$;

-- The threat as the step makes it: moderated with its tier; until it ever was, the status of its assessment. Nothing else of it
-- changes, and its audience stays.
create function threats.follow_assessment(
  of_record bigint, taken text, moderated_tier text, by_person integer, instant timestamptz
) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  state threats.threat_state;
  status text := case taken when 'moderate' then 'Moderated' when 'submit' then 'Submitted' when 'return' then 'Returned'
    when 'take back' then 'Draft' when 'withdraw' then 'Draft' end;
begin
  select * into state from threats.threat_state s where s.record_id = of_record and s.recorded_to = 'infinity';
  if status is null or taken <> 'moderate' and exists (
    select from threats.threat_state s where s.record_id = of_record and s.moderation_status = 'Moderated') then return; end if;
  if taken <> 'moderate' then moderated_tier := state.tier; end if;
  if (state.moderation_status, state.tier) is not distinct from (status, moderated_tier) then return; end if;
  update threats.threat_state s set recorded_to = instant where s.id = state.id;
  state.id := nextval(pg_get_serial_sequence('threats.threat_state', 'id'));
  state.recorded_from := instant;
  state.entered_at := instant;
  state.person_id := by_person;
  state.import_id := null;
  state.moderation_status := status;
  state.tier := moderated_tier;
  insert into threats.threat_state overriding system value select (state).*;
end $$;

-- How often each set of scores is in force, and by which model: what an administrator needs to see what another model would
-- change. Numbers alone, of every threat, and for administrators alone.
create function threats.scores_in_force() returns table (model_version integer, scores jsonb, threats integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select last.model_version, last.scores, count(*)::integer
  from (
    select distinct on (a.record_id) a.model_version,
      (select coalesce(jsonb_object_agg(one.key, one.value -> 'score'), '{}') from jsonb_each(s.scores) one) as scores
    from threats.assessment a
    join threats.assessment_step s on s.assessment_id = a.id and s.act = 'moderate'
    where a.second_to is null
    order by a.record_id, s.at desc
  ) last
  where 'administrator' = any ((threats.acting_person()).parts)
  group by last.model_version, last.scores
$$;

revoke execute on function
  threats.same_organisation(integer, integer), threats.acting_person(), threats.instant_after(bigint, uuid),
  threats.begin_assessment(text, text, integer, uuid, jsonb),
  threats.actor_to(threats.assessment, integer, organisations.person),
  threats.take_assessment_step(text, integer, text, text, jsonb, jsonb, jsonb, text, text),
  threats.follow_assessment(bigint, text, text, integer, timestamptz), threats.scores_in_force()
  from public;
grant execute on function
  threats.begin_assessment(text, text, integer, uuid, jsonb),
  threats.take_assessment_step(text, integer, text, text, jsonb, jsonb, jsonb, text, text), threats.scores_in_force()
  to fourfold_app;
-- Written by these functions alone; never changed, never deleted.
grant select on threats.assessment, threats.assessment_step to fourfold_app;
grant select, insert on threats.assessment_model to fourfold_app;

-- Local default: the sections and dimensions of MoRiLE are public, its scales, weights, bands and tiers are not. These words,
-- weights and bands are ours; an administrator makes the next version.
insert into threats.assessment_model (version, name, from_on, made_at, definition) values (1, 'Local default', '2020-01-01', '2020-01-01T00:00:00Z', '{
  "reassessAfterDays": 180,
  "sections": [
    {"key": "harm", "label": "Harm", "weight": 60, "dimensions": [
      {"key": "physical", "label": "Physical harm", "weight": 3, "descriptors": [
        "Nobody is hurt, and nothing suggests that anyone will be",
        "Slight injuries that need no treatment, or threats of violence that are not carried out",
        "Injuries that need treatment, or repeated violence that leaves no lasting injury",
        "Serious or lasting injury, serious sexual violence, or weapons used against people",
        "Someone has died, or will probably die if nothing is done"]},
      {"key": "psychological", "label": "Psychological harm", "weight": 2, "descriptors": [
        "Nobody is distressed by it",
        "Worry or upset that passes without help",
        "Distress that lasts for weeks; people change what they do or avoid places",
        "Lasting trauma, or people controlled by fear; they need specialist help",
        "Severe and lasting trauma to many or to children, or people driven to harm themselves"]},
      {"key": "financial", "label": "Financial harm", "weight": 2, "descriptors": [
        "No money or property is lost, and none is made",
        "Losses that those affected can bear, or up to £10,000 made in a year",
        "Losses that hurt a household or small business, or £10,000 to £100,000 made in a year",
        "Losses that ruin people or close businesses, or £100,000 to £1 million made in a year",
        "Losses that shake a public service or a whole trade, or over £1 million made in a year"]},
      {"key": "community", "label": "Community and environment", "weight": 2, "descriptors": [
        "The community is not affected and does not know of it",
        "Nuisance in a few streets; people still trust the police and report",
        "Disorder, damage or pollution in a neighbourhood; some people no longer report",
        "A neighbourhood lives in fear, or land, water or wildlife is spoilt for years",
        "Control over a community, grave tension between communities, or damage that can not be made good"]},
      {"key": "geographic", "label": "Geographic scope", "weight": 1, "descriptors": [
        "One address or one street",
        "One neighbourhood or town",
        "Much of one force area",
        "Several force areas or a whole region",
        "The whole country, or other countries too"]}
    ]},
    {"key": "likelihood", "label": "Likelihood", "weight": 25, "dimensions": [
      {"key": "vulnerability", "label": "Victim vulnerability", "weight": 3, "descriptors": [
        "There are no victims, or they are well able to protect themselves",
        "Some victims are at a disadvantage, but have people who support them",
        "Many victims are vulnerable, through age, illness, debt, addiction or immigration status",
        "Most victims are children or adults at risk, and are chosen for it",
        "Victims are children or adults at risk who are wholly in the hands of the offenders"]},
      {"key": "confidence", "label": "Confidence", "weight": 2, "descriptors": [
        "Old or doubtful intelligence that nothing else supports",
        "One untested source says that it happens",
        "Several sources agree in part that it happens",
        "Recent and reliable intelligence, from more than one source, that it is happening",
        "Evidence or direct knowledge that it is happening now and will go on"]}
    ]},
    {"key": "position", "label": "Organisational position", "weight": 15, "dimensions": [
      {"key": "capacity", "label": "Capacity", "weight": 1, "descriptors": [
        "There are enough people and hours for the work it needs",
        "People can be found by putting off lesser work",
        "Part of the work can be done; the rest has to wait",
        "Little can be done without people from elsewhere",
        "Nobody is free to work on it"]},
      {"key": "capability", "label": "Capability", "weight": 1, "descriptors": [
        "All the skills and equipment it needs are here",
        "One is missing and can be borrowed within days",
        "Several are missing; the regional unit has them",
        "Those that matter most are missing and hard to get in the region",
        "Nobody in the region can do what it needs"]}
    ]}
  ],
  "bands": [
    {"tier": "Tier 1", "from": 75}, {"tier": "Tier 2", "from": 55}, {"tier": "Tier 3", "from": 35},
    {"tier": "Tier 4", "from": 15}, {"tier": "Tier 5", "from": 0}
  ]
}');
