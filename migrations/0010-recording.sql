-- Recording by people and programs: a record made by mistake, and a threat that nobody has assessed yet.

-- A record made by mistake has one more state, which closes it: its values as they stood, and why. From then on lists leave it
-- out; as at an earlier moment it is still there.
alter table threats.threat_state add in_error text check (length(in_error) between 1 and 4000);
alter table disruptions.disruption_state add in_error text check (length(in_error) between 1 and 4000);

-- A threat recorded here has no tier until it was moderated.
alter table threats.threat_state alter tier drop not null;

-- What is known now, and as at a day, is read from these; none of them holds a state that lists leave out.
drop index threats.threat_state_current, threats.threat_state_known, threats.threat_state_in_order,
  disruptions.disruption_state_current, disruptions.disruption_state_known, disruptions.disruption_state_in_order;
create index threat_state_current on threats.threat_state (audience_id, owner_id, reference)
  where recorded_to = 'infinity' and in_error is null;
create index threat_state_in_order on threats.threat_state (reference, audience_id)
  where recorded_to = 'infinity' and in_error is null;
create index threat_state_known on threats.threat_state (audience_id, recorded_from, recorded_to) where in_error is null;
create index disruption_state_current on disruptions.disruption_state (audience_id, owner_id, record_date)
  where recorded_to = 'infinity' and in_error is null;
create index disruption_state_in_order on disruptions.disruption_state (record_date, reference, audience_id)
  where recorded_to = 'infinity' and in_error is null;
create index disruption_state_known on disruptions.disruption_state (audience_id, record_date, recorded_from, recorded_to)
  where in_error is null;

-- As before, without what was recorded in error.
create or replace function insight.oversight_figures(of_instant timestamptz)
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
    where s.recorded_from <= of_instant and of_instant < s.recorded_to and s.in_error is null
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
    where s.recorded_from <= of_instant and of_instant < s.recorded_to and s.in_error is null
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
