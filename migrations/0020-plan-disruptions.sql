-- Disruptions against the aims of 4P plans: which action or aim each came from, which finished actions were none, and what the
-- checks of plans that need disruptions are computed from.

-- Nothing stated is not none: a file without the columns says nothing of it.
alter table disruptions.disruption_state
  add column plan_action_reference text,
  add column aim_reference         text;
create index disruption_state_action on disruptions.disruption_state (plan_action_reference)
  where plan_action_reference is not null;
create index disruption_state_aim on disruptions.disruption_state (aim_reference) where aim_reference is not null;
create index action_state_done on plans.action_state (person_email)
  where recorded_to = 'infinity' and in_error is null and status = 'Done';
create index action_state_aim on plans.action_state (aim_reference) where aim_reference is not null;

-- A finished action of which someone said that it was no disruption, so that it is not offered as one again.
create table disruptions.not_a_disruption (
  id        bigint generated always as identity primary key,
  action_id bigint not null references plans.action,
  at        timestamptz not null,
  person_id integer not null references organisations.person,
  reason    text not null check (length(reason) between 1 and 1000)
);
create index on disruptions.not_a_disruption (action_id, at);
alter table disruptions.not_a_disruption enable row level security;
-- Seen by those who saw the action as it was then; said by whom it was given to and those who work on its plan.
create policy seen on disruptions.not_a_disruption for select using (exists (select from plans.action_state s
  where s.record_id = action_id and s.recorded_from <= at and at < s.recorded_to));
create policy said on disruptions.not_a_disruption for insert with check (
  person_id = (select organisations.actor_id())
  and (plans.actor_does(action_id) or exists (
    select from plans.action_state s join plans.plan p on p.reference = s.plan_reference
    where s.record_id = action_id and s.recorded_to = 'infinity' and plans.actor_works_on(p.id))));
grant select, insert on disruptions.not_a_disruption to fourfold_app;

-- Local default: which words in what came of an action speak for a disruption is no public text. The tactics' words do too.
insert into reference.list (name, title, says, others, fixed, says_too, position) values
  ('disruption-signs', 'Signs of a disruption',
    'Words in a finished action of a 4P plan that say it may have been a disruption. With the words of the tactics they decide which actions are offered as one; whoever records the disruption decides.',
    false, false, '{words}', 6);
insert into reference.value (list, value, hint, words, position, recorded_from)
select 'disruption-signs', value, hint, words, 10 * place, '-infinity'
from (values
  (1, 'People dealt with', 'Someone was arrested, charged, warned or brought to court',
    array['arrest', 'arrested', 'charged', 'remanded', 'convicted', 'sentenced', 'cautioned', 'interviewed under caution']),
  (2, 'Things taken', 'Cash, drugs, weapons, vehicles or goods were taken',
    array['seized', 'seizure', 'recovered', 'restrained', 'forfeited', 'confiscated', 'destroyed', 'uninsured']),
  (3, 'People made safer', 'Someone was safeguarded, moved or referred for help',
    array['safeguarded', 'safeguarding', 'referred', 'referral', 'rehoused', 'moved to safety', 'rescued', 'engaged with', 'now in work']),
  (4, 'Places and lines closed', 'Premises, accounts, lines or advertisements were closed or taken down',
    array['closed', 'closure', 'boarded up', 'taken down', 'blocked', 'frozen', 'licence revoked', 'licence suspended', 'evicted']),
  (5, 'Orders and notices', 'A court or an authority made an order or served a notice',
    array['order granted', 'order made', 'notice served', 'injunction', 'breach', 'recalled'])
) as sign (place, value, hint, words);

-- A text as its words in lower case, a space around each.
create function disruptions.plain(says text) returns text
  language sql immutable parallel safe
  return ' ' || regexp_replace(lower(says), '[^[:alnum:]_]+', ' ', 'g') || ' ';

-- What speaks for a disruption, as patterns of a plain text: the words of the tactics and of the signs that are on their lists on
-- a day, with or without an s.
create function disruptions.signs(of_day date) returns text[]
  language sql stable set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(distinct '% ' || replace(btrim(disruptions.plain(word)), '_', '\_') || ending || ' %'), '{}')
  from reference.value v cross join unnest(v.words || case v.list when 'tactics' then v.value end) as word
  cross join unnest(array['', 's']) as ending
  where v.list in ('tactics', 'disruption-signs') and v.recorded_to = 'infinity' and word ~ '[[:alnum:]]'
    and coalesce(v.from_on <= of_day, true) and coalesce(of_day < v.to_on, true)
$$;
revoke execute on function disruptions.plain(text), disruptions.signs(date) from public;
grant execute on function disruptions.plain(text), disruptions.signs(date) to fourfold_app;

-- A support that an import brings confirms the side of its organisation, as one recorded here does.
create function disruptions.confirm_imported_sides() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into disruptions.side_step (side_id, place, step, at, person_id, support_reference)
  select distinct on (side.id) side.id, last.place + 1, 'Confirmed', clock_timestamp(), organisations.actor_id(), added.reference
  from added
  join disruptions.side on side.event_reference = added.event_reference
  join organisations.organisation_today named on named.id = side.organisation_id
  join organisations.organisation_today theirs on theirs.today_id = named.today_id and theirs.id = added.owner_id
  cross join lateral (select step.place, step.step from disruptions.side_step step
    where step.side_id = side.id order by step.place desc limit 1) last
  where added.import_id is not null and added.in_error is null and added.disruption_type = 'Support Disruption'
    and last.step in ('Named', 'Declined') and organisations.actor_id() is not null
  order by side.id, added.reference
  on conflict do nothing;
  return null;
end $$;
revoke execute on function disruptions.confirm_imported_sides() from public;
create trigger confirm_imported_sides after insert on disruptions.disruption_state
  referencing new table as added for each statement execute function disruptions.confirm_imported_sides();

-- Local defaults: no published standard says how few are too few to speak of a share, or how long a finished action is offered.
insert into plans.check_threshold (name, value, stated_at)
  select name, value, '-infinity' from (values
    ('pursue-heavy-disruptions', 5), ('disruption-without-aim', 0), ('finished-action-offered', 180)
  ) as usual (name, value);

-- As plans.plan_states_at.
create function disruptions.disruption_states_at(of_instant timestamptz) returns setof disruptions.disruption_state
  language sql stable
as $$
  select s.* from disruptions.disruption_state s
  where of_instant = 'infinity' and s.recorded_to = 'infinity' and s.in_error is null
  union all
  select s.* from disruptions.disruption_state s
  where of_instant < 'infinity' and s.recorded_from <= of_instant and of_instant < s.recorded_to and s.in_error is null
$$;
-- Counted lead disruptions of an organisation, without looking at each.
create index disruption_state_counted on disruptions.disruption_state (owner_id, record_date) include (four_p)
  where recorded_to = 'infinity' and in_error is null and disruption_type = 'Lead Disruption'
    and assessment_category in ('Major', 'Moderate', 'Minor');

-- What the checks of plans that need disruptions are computed from, as known at an instant ('infinity' for now): of every active
-- plan of the scope, or of some plans that the actor sees. As plans.check_facts it reads all under its own authority, and of what
-- the actor may not see nothing leaves it but counts, days and shares.
--
-- The disruptions against a plan are those that name an action or an aim of it, and those against its threat: the lead's side of
-- each event, so that support never counts twice.
create function disruptions.plan_check_facts(
  of_instant timestamptz, of_day date, of_organisations integer[], of_plans text[]
) returns setof jsonb
  language sql volatile security definer set search_path = pg_catalog, pg_temp set timezone = 'Europe/London'
  -- What is told here is of thousands, and the planner knows nothing of it: joined row by row it would take minutes.
  set enable_nestloop = off
as $$
  with asker as materialized (
    select organisations.actor_audiences() as audiences
  ),
  chosen as materialized (
    select s.record_id, s.reference, s.owner_id, s.threat_reference, s.mix_pursue, checked.seen,
      (select min(a.recorded_from)::date from plans.plan_state a
        where a.record_id = s.record_id and a.status = 'Active' and a.in_error is null and a.recorded_from <= of_instant
      ) as active_from
    from plans.checked_plans(of_instant, of_organisations, of_plans) checked
    join plans.plan_states_at(of_instant) s on s.record_id = checked.plan_id
    where s.status = 'Active'
  ),
  aim as materialized (
    select s.reference, s.plan_reference,
      greatest((select min(f.recorded_from)::date from plans.aim_state f where f.record_id = s.record_id), chosen.active_from)
        as began_on
    from plans.aim_states_at(of_instant) s join chosen on chosen.reference = s.plan_reference
    where s.plan_reference = any (array(select c.reference from chosen c))
  ),
  action as materialized (
    select s.reference, s.plan_reference, s.aim_reference, s.status
    from plans.action_states_at(of_instant) s
    where s.plan_reference = any (array(select c.reference from chosen c))
  ),
  -- Against the threat of a plan, or naming an aim or an action of one: each is found by its own index.
  named as materialized (
    select s.id from disruptions.disruption_states_at(of_instant) s
    where s.threat_reference = any (array(select c.threat_reference from chosen c))
    union
    select s.id from disruptions.disruption_states_at(of_instant) s
    where s.aim_reference = any (array(select aim.reference from aim))
    union
    select s.id from disruptions.disruption_states_at(of_instant) s
    where s.plan_action_reference = any (array(select action.reference from action))
  ),
  disruption as materialized (
    select d.reference, d.threat_reference, d.four_p, d.record_date, d.plan_action_reference, d.aim_reference,
      d.disruption_type = 'Lead Disruption' as is_lead, d.assessment_category, d.audience_id = any (asker.audiences) as seen
    from disruptions.disruption_state d cross join asker
    where d.id = any (array(select named.id from named)) and d.record_date <= of_day
  ),
  -- An aim that something was done for.
  served as materialized (
    select action.aim_reference as reference from action where action.status = 'Done'
    union
    select disruption.aim_reference from disruption
    union
    select action.aim_reference from disruption join action on action.reference = disruption.plan_action_reference
  ),
  idle as (
    select aim.plan_reference, jsonb_agg(jsonb_build_object(
        'reference', case when chosen.seen then aim.reference end, 'beganOn', aim.began_on) order by aim.reference) as aims
    from aim join chosen on chosen.reference = aim.plan_reference
    where not exists (select from served where served.reference = aim.reference)
    group by aim.plan_reference
  ),
  unaimed as (
    select chosen.reference as plan_reference, jsonb_agg(jsonb_build_object(
        'reference', case when chosen.seen and disruption.seen then disruption.reference end,
        'on', disruption.record_date) order by disruption.record_date, disruption.reference) as disruptions
    from chosen join disruption on disruption.threat_reference = chosen.threat_reference
    where disruption.is_lead and disruption.assessment_category <> 'No disruption'
      and disruption.plan_action_reference is null and disruption.aim_reference is null
      and disruption.record_date >= chosen.active_from
    group by chosen.reference
  ),
  counted as materialized (
    select * from disruption
    where is_lead and assessment_category in ('Major', 'Moderate', 'Minor')
      and record_date > (of_day - interval '1 year')::date
  ),
  against as (
    select chosen.reference as plan_reference, counted.reference, counted.four_p
    from chosen join counted on counted.threat_reference = chosen.threat_reference
    union
    select action.plan_reference, counted.reference, counted.four_p
    from counted join action on action.reference = counted.plan_action_reference
    union
    select aim.plan_reference, counted.reference, counted.four_p from counted join aim on aim.reference = counted.aim_reference
  ),
  mix as (
    select plan_reference, count(*) as recorded, count(*) filter (where four_p = 'Pursue') as pursue from against group by 1
  ),
  -- Peers: the other organisations of the regions of the plan's own, on the day.
  pair as materialized (
    select distinct m.organisation_id, other.organisation_id as peer_id
    from organisations.region_member m join organisations.region_member other on other.region_id = m.region_id
    where m.organisation_id in (select chosen.owner_id from chosen) and other.organisation_id <> m.organisation_id
      and coalesce(m.from_on <= of_day, true) and coalesce(of_day < m.to_on, true)
      and coalesce(other.from_on <= of_day, true) and coalesce(of_day < other.to_on, true)
  ),
  by_owner as materialized (
    select d.owner_id, count(*) as recorded, count(*) filter (where d.four_p = 'Pursue') as pursue
    from disruptions.disruption_states_at(of_instant) d
    where d.owner_id = any (array(select pair.peer_id from pair))
      and d.disruption_type = 'Lead Disruption' and d.assessment_category in ('Major', 'Moderate', 'Minor')
      and d.record_date > (of_day - interval '1 year')::date and d.record_date <= of_day
    group by d.owner_id
  ),
  peer as (
    select pair.organisation_id, sum(by_owner.recorded) as recorded, sum(by_owner.pursue) as pursue
    from pair join by_owner on by_owner.owner_id = pair.peer_id
    group by pair.organisation_id
  )
  select jsonb_build_object(
    'organisation', o.name,
    'reference', case when chosen.seen then chosen.reference end,
    'intendedPursue', chosen.mix_pursue,
    'recorded', coalesce(mix.recorded, 0), 'pursue', coalesce(mix.pursue, 0),
    'peersRecorded', coalesce(peer.recorded, 0), 'peersPursue', coalesce(peer.pursue, 0),
    'idleAims', coalesce(idle.aims, '[]'),
    'withoutAim', coalesce(unaimed.disruptions, '[]'))
  from chosen join organisations.organisation o on o.id = chosen.owner_id
  left join idle on idle.plan_reference = chosen.reference
  left join unaimed on unaimed.plan_reference = chosen.reference
  left join mix on mix.plan_reference = chosen.reference
  left join peer on peer.organisation_id = chosen.owner_id
  order by chosen.reference
$$;
revoke execute on function disruptions.plan_check_facts(timestamptz, date, integer[], text[]),
  disruptions.disruption_states_at(timestamptz) from public;
grant execute on function disruptions.plan_check_facts(timestamptz, date, integer[], text[]) to fourfold_app;
