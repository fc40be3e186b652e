-- Extractions that are kept, so that each can be run again; and the figures that oversight sees in place of records.

create schema insight;

-- The organisation that the actor acts for today.
create function insight.actor_organisation() returns integer
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select today.today_id
  from organisations.person p join organisations.organisation_today today on today.id = p.organisation_id
  where p.id = organisations.actor_id() and p.disabled_at is null
$$;

-- An extraction holds all that is needed to run it again: what was asked, as at when, and the instant it was taken. Whoever
-- took it is kept as they were then.
create table insight.extraction (
  id              uuid primary key default gen_random_uuid(),
  person_id       integer not null references organisations.person,
  organisation_id integer not null references organisations.organisation,
  authority       jsonb not null,    -- person, email, organisation
  preset          text not null,
  preset_version  integer not null,
  parameters      jsonb not null,    -- from, to, literalDates
  as_at           timestamptz not null,
  as_at_text      text not null,
  taken_at        timestamptz not null,
  row_count       integer not null,
  dropped_rows    integer,           -- by literal dates
  sha256          text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  summary         json not null,      -- json, so that organisations keep their order
  check (as_at <= taken_at)
);
create index extraction_taken on insight.extraction (taken_at);

-- The states an extraction holds, in its order: two can be compared, and erasure can find them.
create table insight.extraction_row (
  extraction_id uuid not null references insight.extraction,
  position      integer not null,
  state_id      bigint not null,
  primary key (extraction_id, position),
  unique (extraction_id, state_id)
);

-- A kept extraction that was run again, and what came of it.
create table insight.extraction_check (
  id            bigint generated always as identity primary key,
  extraction_id uuid not null references insight.extraction,
  checked_at    timestamptz not null,
  person_id     integer not null references organisations.person,
  email         text not null,
  rows_seen     integer not null,
  rows_erased   integer not null,
  rows_beyond   integer not null,    -- that the preset finds today and the extraction does not hold
  same_bytes    boolean not null
);
create index on insight.extraction_check (extraction_id, checked_at);

alter table insight.extraction enable row level security;
alter table insight.extraction_row enable row level security;
alter table insight.extraction_check enable row level security;

create policy seen on insight.extraction for select
  using (person_id = (select organisations.actor_id()) or organisation_id in (
    select id from organisations.organisation_today where today_id = (select insight.actor_organisation())));
create policy taken on insight.extraction for insert with check (person_id = (select organisations.actor_id()));
create policy seen on insight.extraction_row for select
  using (extraction_id in (select id from insight.extraction));
create policy taken on insight.extraction_row for insert with check (extraction_id in (
  select id from insight.extraction where person_id = (select organisations.actor_id())));
create policy seen on insight.extraction_check for select
  using (extraction_id in (select id from insight.extraction));
create policy checked on insight.extraction_check for insert
  with check (person_id = (select organisations.actor_id()) and extraction_id in (select id from insight.extraction));

-- Which regions an oversight organisation sees figures of. Local default: no public list says which office oversees what.
create table insight.oversight_area (
  organisation_id integer not null references organisations.organisation,
  region_id       integer not null references organisations.region,
  primary key (organisation_id, region_id)
);
insert into insight.oversight_area (organisation_id, region_id)
  select o.id, r.id from organisations.organisation o join organisations.region r
    on o.name = 'Mayoral oversight' and r.name = 'North West' or o.name = 'Home Office';

-- The figures of the actor's area, as at an instant: for people whose part is oversight, and for nobody else. They count every
-- record, under this function's own authority, and only over these dimensions and the last twelve full months, so that no
-- question can be narrowed down to a record.
--
-- Null stands for a count held back. A count under five is; and where it is the only one of its dimension, or those held back
-- come to less than five, so is the next smallest, since every dimension adds up to the same known total.
create function insight.oversight_figures(of_instant timestamptz)
  returns table (register text, dimension text, label text, place integer, figure integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC'
as $$
  with months as (
    select (date_trunc('month', (of_instant::date + 1)::timestamp) - interval '12 months')::date as from_on,
      date_trunc('month', (of_instant::date + 1)::timestamp)::date as until_on
  ),
  area as (
    select distinct m.organisation_id
    from organisations.person p
    join organisations.organisation_today today on today.id = p.organisation_id
    join insight.oversight_area a on a.organisation_id = today.today_id
    join organisations.region_member m on m.region_id = a.region_id
    where p.id = organisations.actor_id() and p.disabled_at is null and 'oversight' = any (p.parts)
      and coalesce(m.from_on <= of_instant::date, true) and coalesce(of_instant::date < m.to_on, true)
  ),
  threat as (
    select o.name as organisation, s.threat_type, s.tier, s.crime_category
    from threats.threat_state s join area on area.organisation_id = s.owner_id
    join organisations.organisation o on o.id = s.owner_id
    where s.recorded_from <= of_instant and of_instant < s.recorded_to
      and s.type = 'Tactical' and s.moderation_status = 'Moderated' and s.soc = 'SOC' and s.tier <> 'Tier 5'
      and s.phase not ilike '%closed%'
  ),
  disruption as (
    select o.name as organisation, s.four_p, to_char(s.record_date, 'YYYY-MM') as month,
      (select min(f.recorded_from) from disruptions.disruption_state f where f.record_id = s.record_id)::date
        - s.record_date as days
    from disruptions.disruption_state s join area on area.organisation_id = s.owner_id
    join organisations.organisation o on o.id = s.owner_id
    cross join months
    where s.recorded_from <= of_instant and of_instant < s.recorded_to
      and s.record_date >= months.from_on and s.record_date < months.until_on
      and s.disruption_type = 'Lead Disruption' and s.assessment_category in ('Major', 'Moderate', 'Minor')
  ),
  cell (register, dimension, label, place, figure) as (
    select 'threats', 'total', '', 0, count(*) from threat
    union all
    select 'threats', 'organisation', o.name, 0, count(threat.organisation)
      from area join organisations.organisation o on o.id = area.organisation_id
      left join threat on threat.organisation = o.name
      group by o.name
    union all
    select 'threats', 'threat type', label, place::integer, (select count(*) from threat where threat_type = label)
      from unnest(array['Organised crime group', 'Priority individual', 'Vulnerability'])
        with ordinality as one (label, place)
    union all
    select 'threats', 'tier', label, place::integer, (select count(*) from threat where tier = label)
      from unnest(array['Tier 1', 'Tier 2', 'Tier 3', 'Tier 4']) with ordinality as one (label, place)
    union all
    -- A crime category that somebody typed may tell of one record: it counts as another.
    select 'threats', 'crime', coalesce(usual.name, 'Other'), 0, count(*)
      from threat left join unnest(array[
        'Child sexual abuse', 'Modern slavery and human trafficking', 'Organised immigration crime', 'Drugs', 'Firearms',
        'Organised acquisitive crime', 'Cyber', 'Fraud', 'Money laundering', 'Bribery and corruption'
      ]) as usual (name) on usual.name = threat.crime_category
      group by usual.name
    union all
    select 'disruptions', 'total', '', 0, count(*) from disruption
    union all
    select 'disruptions', 'organisation', o.name, 0, count(disruption.organisation)
      from area join organisations.organisation o on o.id = area.organisation_id
      left join disruption on disruption.organisation = o.name
      group by o.name
    union all
    select 'disruptions', '4P', label, place::integer, (select count(*) from disruption where four_p = label)
      from unnest(array['Pursue', 'Prevent', 'Protect', 'Prepare']) with ordinality as one (label, place)
    union all
    select 'disruptions', 'month', to_char(day, 'YYYY-MM'), row_number() over (order by day)::integer,
        count(disruption.month)
      from months
      cross join generate_series(from_on::timestamp, until_on::timestamp - interval '1 month', '1 month') as one (day)
      left join disruption on disruption.month = to_char(day, 'YYYY-MM')
      group by day
    union all
    select 'disruptions', 'lateness', label, place,
        (select count(*) from disruption where days >= least_days and days <= most_days)
      from (values ('0-7', 1, 0, 7), ('8-28', 2, 8, 28), ('29-90', 3, 29, 90), ('91-', 4, 91, 1000000))
        as one (label, place, least_days, most_days)
  ),
  ranked as (
    select cell.*,
      count(*) filter (where cell.figure < 5) over dimensions as small,
      row_number() over ascending as rank,
      coalesce(sum(cell.figure) over (ascending rows between unbounded preceding and 1 preceding), 0) as before
    from cell
    window dimensions as (partition by cell.register, cell.dimension),
      ascending as (partition by cell.register, cell.dimension order by cell.figure, cell.label)
  )
  select register, dimension, label, place,
    case when small > 0 and (figure < 5 or rank <= 2 or before < 5) then null else figure::integer end
  from ranked
  where exists (select from area)
  order by register, dimension, place, label
$$;

revoke execute on function insight.actor_organisation(), insight.oversight_figures(timestamptz) from public;
grant usage on schema insight to fourfold_app;
grant execute on function insight.actor_organisation(), insight.oversight_figures(timestamptz) to fourfold_app;
grant select, insert on insight.extraction, insight.extraction_row, insight.extraction_check to fourfold_app;
grant select on insight.oversight_area to fourfold_app;
