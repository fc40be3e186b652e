-- What else is recorded of a disruption, the sides of one event, and the recording standards of each time.

-- Nothing stated is not none: a file without the column says nothing of it.
alter table disruptions.disruption_state
  add column details                 text,
  add column tactic                  text,
  add column charges                 integer,
  add column convictions             integer,
  add column months_sentenced        integer,
  add column assets_restrained_pence  bigint,
  add column assets_confiscated_pence bigint,
  add column assets_forfeited_pence   bigint,
  add column drugs_class_a_grams     integer,
  add column drugs_class_b_grams     integer,
  add column drugs_class_c_grams     integer,
  add column firearms                integer,
  add column vehicles                integer,
  add column phone_lines_closed      integer,
  add column adults_safeguarded      integer,
  add column children_safeguarded    integer,
  add column orders                  integer,
  add column referrals               integer;

create index disruption_state_event on disruptions.disruption_state (event_reference) where event_reference is not null;

-- The actor's organisation with those it has followed, whatever the actor may record.
create function disruptions.own_organisations() returns integer[]
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(o.id), '{}')
  from organisations.person p
  join organisations.organisation_today mine on mine.id = p.organisation_id
  join organisations.organisation_today o on o.today_id = mine.today_id
  where p.id = organisations.actor_id() and p.disabled_at is null
$$;

-- An organisation that the lead of an event names as having supported it. How it stands is its last step.
create table disruptions.side (
  id              bigint generated always as identity primary key,
  event_reference text not null references disruptions.disruption (reference),
  organisation_id integer not null references organisations.organisation,
  unique (event_reference, organisation_id)
);
create index side_organisation on disruptions.side (organisation_id);

create table disruptions.side_step (
  side_id           bigint not null references disruptions.side,
  place             integer not null check (place > 0),
  step              text not null check (step in ('Named', 'Confirmed', 'Declined', 'Withdrawn')),
  at                timestamptz not null,
  person_id         integer not null references organisations.person,
  reason            text check (length(reason) <= 4000),
  -- The disruption by which the organisation recorded its side.
  support_reference text,
  primary key (side_id, place),
  check (step <> 'Declined' or reason is not null),
  check ((step = 'Confirmed') = (support_reference is not null))
);

alter table disruptions.side enable row level security;
alter table disruptions.side_step enable row level security;

-- Seen by whoever sees the lead's record and is of its owner, and by the organisation that is named.
create policy seen on disruptions.side for select
  using (organisation_id = any ((select disruptions.own_organisations())::integer[])
    or exists (select from disruptions.disruption d where d.reference = event_reference
      and d.owner_id = any ((select disruptions.own_organisations())::integer[])));
create policy named on disruptions.side for insert
  with check (exists (select from disruptions.disruption d where d.reference = event_reference
    and d.owner_id = any ((select organisations.actor_records_for())::integer[])
    and d.owner_id <> organisation_id));

create policy seen on disruptions.side_step for select
  using (exists (select from disruptions.side where side.id = side_id));
-- The lead names and withdraws; the organisation that is named confirms or declines.
create policy taken on disruptions.side_step for insert
  with check (person_id = organisations.actor_id() and case when step in ('Named', 'Withdrawn')
    then exists (select from disruptions.side join disruptions.disruption d on d.reference = side.event_reference
      where side.id = side_id and d.owner_id = any ((select organisations.actor_records_for())::integer[]))
    else exists (select from disruptions.side
      where side.id = side_id and side.organisation_id = any ((select organisations.actor_records_for())::integer[])) end);

grant select, insert on disruptions.side, disruptions.side_step to fourfold_app;

-- The sides that wait for an organisation for which the actor records. The lead's record may be hidden from it: being named
-- tells it the reference, the organisation and the day, and no more. In plpgsql, whose body is read when it is first asked.
create function disruptions.waiting_sides()
  returns table (side_id bigint, event_reference text, organisation_id integer, named_at timestamptz,
    record_date date, lead_organisation_id integer)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query
    select side.id, side.event_reference, side.organisation_id, last.at, lead.record_date, d.owner_id
    from disruptions.side
    join disruptions.disruption d on d.reference = side.event_reference
    join disruptions.disruption_state lead on lead.record_id = d.id and lead.recorded_to = 'infinity'
    cross join lateral (select step.step, step.at from disruptions.side_step step
      where step.side_id = side.id order by step.place desc limit 1) last
    where side.organisation_id = any (organisations.actor_records_for()) and last.step = 'Named'
      and lead.in_error is null and lead.disruption_type = 'Lead Disruption';
end $$;

-- What was to be recorded, for events of some days. A disruption outside it is flagged with the reason and never refused.
-- Rows are states: one that is ended earlier gets a row of its own, so that a past day reads what was in force as known then.
create table disruptions.recording_standard (
  id                     bigint generated always as identity primary key,
  standard_id            integer not null,
  name                   text not null check (length(name) between 1 and 200),
  says                   text not null check (length(says) between 1 and 1000),
  source                 text not null check (length(source) <= 1000),
  from_on                date not null,
  -- The first day it is no longer in force.
  to_on                  date,
  -- The types of threats against which disruptions were to be recorded; null: any.
  threat_types           text[],
  forces_record_supports boolean not null,
  recorded_from          timestamptz not null,
  recorded_to            timestamptz not null default 'infinity',
  person_id              integer references organisations.person,
  unique (standard_id, recorded_from),
  check (from_on < to_on),
  check (recorded_from < recorded_to)
);
create sequence disruptions.recording_standard_number start 101;

grant select, insert on disruptions.recording_standard to fourfold_app;
grant update (recorded_to) on disruptions.recording_standard to fourfold_app;
-- Everyone reads the standards; only administrators write them, and of a state nothing changes but that it ends.
alter table disruptions.recording_standard enable row level security;
create policy read on disruptions.recording_standard for select using (true);
create policy stated on disruptions.recording_standard for insert with check ((select reference.actor_manages()));
create policy ended on disruptions.recording_standard for update using ((select reference.actor_manages()));
grant usage on sequence disruptions.recording_standard_number to fourfold_app;

-- HMICFRS, An inspection of the north-west regional response to serious and organised crime, 2023, appendix 2. The report says
-- "at the time of our inspection" of disruptions of 2022. No later standard is public: after these none is in force until an
-- administrator adds one.
insert into disruptions.recording_standard
  (standard_id, name, says, source, from_on, to_on, threat_types, forces_record_supports, recorded_from) values
  (1, 'National minimum standard of 2022',
   'Disruptions were to be recorded only against organised crime groups, not against priority individuals or vulnerabilities.',
   'HMICFRS, An inspection of the north-west regional response to serious and organised crime, 2023, appendix 2',
   '2022-01-01', '2023-01-01', array['Organised crime group'], true, '2022-01-01T00:00:00Z'),
  (2, 'Who records support, 2022 to 2023',
   'Police forces could record only disruptions that they led. Regional organised crime units could record support as well.',
   'HMICFRS, An inspection of the north-west regional response to serious and organised crime, 2023, appendix 2',
   '2022-01-01', '2023-04-01', null, false, '2022-01-01T00:00:00Z');

-- How many disruptions of today a standard would flag, for an administrator, who sees no record: by organisation. As with
-- reference.uses_of, an organisation with fewer than five is not named: those are counted together in a row without one, whose
-- figure is null where even together they are fewer than five.
create function disruptions.standard_would_flag(
  of_from date, of_to date, of_threat_types text[], of_forces_record_supports boolean
) returns table (organisation text, figure integer)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not reference.actor_manages() then return; end if;
  return query
    with owned as (
      select o.name, count(*)::integer as flagged
      from disruptions.disruption_state s
      join organisations.organisation o on o.id = s.owner_id
      left join threats.threat_state t
        on t.reference = s.threat_reference and t.recorded_to = 'infinity' and t.in_error is null
      where s.recorded_to = 'infinity' and s.in_error is null
        and s.record_date >= of_from and (of_to is null or s.record_date < of_to)
        and (of_threat_types is not null and t.threat_type <> all (of_threat_types)
          or not of_forces_record_supports and s.disruption_type = 'Support Disruption' and o.kind = 'Police force')
      group by o.name
    )
    select owned.name, owned.flagged from owned where owned.flagged >= 5
    union all
    select null, case when sum(owned.flagged) >= 5 then sum(owned.flagged)::integer end
    from owned where owned.flagged < 5;
end $$;

revoke execute on function disruptions.own_organisations(), disruptions.waiting_sides(),
  disruptions.standard_would_flag(date, date, text[], boolean) from public;
grant execute on function disruptions.own_organisations(), disruptions.waiting_sides(),
  disruptions.standard_would_flag(date, date, text[], boolean) to fourfold_app;

insert into reference.use (list, register, field, state_table, column_name) values
  ('tactics', 'disruptions', 'tactic', 'disruptions.disruption_state', 'tactic');

-- Local default: a disruption is graded on severity and longevity; what the grades mean in words, and which words of a
-- description suggest them, is no public text.
insert into reference.list (name, title, says, others, fixed, says_too, position) values
  ('disruption-effects', 'Effects of a disruption',
    'How severe an effect was and how long it lasts. The words suggest a category; whoever records the disruption decides.',
    false, true, '{words}', 5);
insert into reference.value (list, value, hint, words, position, recorded_from)
select 'disruption-effects', value, hint, words, 10 * place, '-infinity'
from (values
  (1, 'Major', 'Significant or long-term effect. For example, the people who ran it are in custody, or it has stopped',
    array['dismantled', 'ceased', 'no longer operating', 'ringleader', 'leader', 'head of the group', 'whole group', 'charged',
      'remanded', 'convicted', 'sentenced', 'jailed', 'closed down', 'kilos', 'SCPO']),
  (2, 'Moderate', 'Noticeable or medium-term effect. For example, it lost money, goods or people and needs weeks to replace them',
    array['arrested', 'arrests', 'seized', 'seizure', 'restrained', 'forfeited', 'warrant', 'warrants', 'firearm', 'firearms',
      'gun', 'closure order', 'deal line', 'drug line', 'order granted', 'recalled', 'cannabis grow', 'cannabis farm']),
  (3, 'Minor', 'Small or short-term effect. For example, it was put off for some days, or had to change its ways a little',
    array['visit', 'visited', 'warned', 'warning', 'leaflet', 'leaflets', 'advice', 'talk', 'school', 'assembly', 'referral',
      'referred', 'stop search', 'stopped', 'small amount', 'briefing', 'training'])
) as effect (place, value, hint, words);
