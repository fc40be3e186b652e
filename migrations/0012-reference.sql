-- Reference data: the dated lists that forms, filters and imports offer. Nothing in them is ever deleted.

create schema reference;

create table reference.list (
  name     text primary key check (name ~ '^[a-z]+(-[a-z]+)*$'),
  title    text not null,
  says     text not null,
  -- Whether records may hold other values, kept as they came.
  others   boolean not null,
  -- The program itself knows its values by name: what they say may change, and nothing else.
  fixed    boolean not null default false,
  -- What its values say of themselves beside what they mean.
  says_too text[] not null default '{}' check (says_too <@ array['closed', 'four P', 'words']),
  position integer not null
);

create sequence reference.value_id as integer;

-- A value is on its list from a day (or ever) up to but not including another (or still). A change ends the value's state and
-- begins another, so that the lists can be read as they were known on any day. No records from a value: they hold its word.
create table reference.value (
  state_id      integer generated always as identity primary key,
  id            integer not null default nextval('reference.value_id'),
  list          text not null references reference.list,
  value         text not null check (length(value) between 1 and 200),
  hint          text not null default '' check (length(hint) <= 500),
  from_on       date,
  to_on         date,
  -- Records with this value count as closed.
  closed        boolean not null default false,
  four_p        text check (four_p in ('Pursue', 'Prevent', 'Protect', 'Prepare')),
  -- Words of a description that suggest this value.
  words         text[] not null default '{}',
  -- A value put between two others stands halfway.
  position      double precision not null,
  -- The value that took its place, by its id.
  became_id     integer,
  recorded_from timestamptz not null,
  recorded_to   timestamptz not null default 'infinity',
  person_id     integer references organisations.person,
  unique (id, recorded_from),
  check (recorded_from < recorded_to),
  check (from_on is null or to_on is null or from_on <= to_on),
  check (became_id is null or to_on is not null and became_id <> id)
);
create index on reference.value (list, recorded_from);
-- One that ended on the day it began was a mistake, and never on the list.
create unique index value_begins_once on reference.value (list, lower(value), from_on) nulls not distinct
  where recorded_to = 'infinity' and coalesce(from_on < to_on, true);

-- Which columns of which registers hold values of a list. A module's migration states its own.
create table reference.use (
  list        text not null references reference.list,
  register    text not null,
  field       text not null,
  state_table text not null,
  column_name text not null,
  primary key (register, field)
);

-- Whether the transaction acts for someone who may change the lists.
create function reference.actor_manages() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select from organisations.person p
    where p.id = organisations.actor_id() and p.disabled_at is null and p.parts && array['administrator', 'system'])
$$;

-- How many records hold a value today, by register, field and owner: so that what a change would affect can be shown to those
-- who may see no record. It counts every record, under this function's own authority, and gives counts alone. An owner with
-- fewer than five is not named: those are counted together in a row without an owner, whose figure is null where even
-- together they are fewer than five, none included. So nothing can be taken from anything to leave a count under five.
create function reference.uses_of(of_list text, of_value text)
  returns table (register text, field text, owner text, figure integer)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  one reference.use;
begin
  if not reference.actor_manages() then return; end if;
  for one in select * from reference.use u where u.list = of_list order by u.register, u.field loop
    return query execute format(
      'with owned as (
         select o.name as owner, count(*)::integer as figure
         from %s s join organisations.organisation o on o.id = s.owner_id
         where s.recorded_to = ''infinity'' and s.in_error is null and s.%I = $3
         group by o.name
       )
       select $1, $2, owned.owner, owned.figure from owned where owned.figure >= 5
       union all
       select $1, $2, null, case when sum(owned.figure) >= 5 then sum(owned.figure)::integer end
       from owned where owned.figure < 5',
      one.state_table::regclass, one.column_name) using one.register, one.field, of_value;
  end loop;
end $$;

-- Everyone reads the lists. Only administrators write them, and of a state nothing changes but that it ends.
alter table reference.value enable row level security;
create policy read on reference.value for select using (true);
create policy stated on reference.value for insert
  with check (person_id = organisations.actor_id() and (select reference.actor_manages()));
create policy ended on reference.value for update using ((select reference.actor_manages()));

revoke execute on function reference.actor_manages(), reference.uses_of(text, text) from public;
grant usage on schema reference to fourfold_app;
grant execute on function reference.actor_manages(), reference.uses_of(text, text) to fourfold_app;
grant select on reference.list, reference.use to fourfold_app;
grant select, insert on reference.value to fourfold_app;
grant update (recorded_to) on reference.value to fourfold_app;
grant usage on sequence reference.value_id to fourfold_app;

insert into reference.list (name, title, says, others, says_too, position) values
  ('phases', 'Phases',
    'How far the work against a threat has come. Some phases count as closed: what waits for someone leaves those threats out.',
    true, '{closed}', 1),
  ('crime-categories', 'Crime categories', 'The kind of crime a threat is chiefly about.', true, '{}', 2),
  ('capabilities', 'Capabilities', 'What a team or a specialist can do, when work on a threat needs it.', true, '{}', 3),
  ('tactics', 'Disruption tactics',
    'What was done against a threat. Each suggests the P it usually belongs to; whoever records the disruption decides.',
    true, '{"four P",words}', 4);

insert into reference.use (list, register, field, state_table, column_name) values
  ('phases', 'threats', 'phase', 'threats.threat_state', 'phase'),
  ('crime-categories', 'threats', 'crimeCategory', 'threats.threat_state', 'crime_category');

-- Local default: the published report names no phases, only that some contain the word "closed" (HMICFRS, An inspection of
-- the north-west regional response to serious and organised crime, 2023, appendix 2).
insert into reference.value (list, value, hint, closed, position, recorded_from)
select 'phases', value, hint, closed, 10 * place, '-infinity'
from (values
  (1, 'Developing', 'Newly found: what it is, and who is behind it, is still being worked out', false),
  (2, 'Active', 'Work against it is under way, by its plan', false),
  (3, 'Monitoring', 'No active work. It is watched, so that its return would be noticed', false),
  (4, 'Archived (closed)', 'Nothing has been seen of it for long, and nobody works on it', true),
  (5, 'Closed - dismantled', 'It can no longer operate: its people, means or places are gone', true)
) as phase (place, value, hint, closed);

-- Crime types as government publications on serious and organised crime name them.
insert into reference.value (list, value, hint, position, recorded_from)
select 'crime-categories', value, hint, 10 * place, '-infinity'
from (values
  (1, 'Child sexual abuse', 'For example, people who arrange the abuse of children, in person or online'),
  (2, 'Modern slavery and human trafficking', 'For example, forced labour, or people moved to be exploited'),
  (3, 'Organised immigration crime', 'For example, people brought over a border unlawfully for money'),
  (4, 'Drugs', 'For example, importing or wholesale supply, or a county line'),
  (5, 'Firearms', 'For example, supplying, converting or lending out guns and ammunition'),
  (6, 'Organised acquisitive crime', 'For example, stealing vehicles, metal or farm machinery to order'),
  (7, 'Cyber', 'For example, ransomware, or access to others’ systems for sale'),
  (8, 'Fraud', 'For example, courier or investment fraud run as a business'),
  (9, 'Money laundering', 'For example, couriers of cash, or a business that hides where money comes from'),
  (10, 'Bribery and corruption', 'For example, an insider paid at a port, a prison or in a public office')
) as category (place, value, hint);

-- Local default: plain names for what is asked of specialists.
insert into reference.value (list, value, hint, position, recorded_from)
select 'capabilities', value, hint, 10 * place, '-infinity'
from (values
  (1, 'Intelligence development', 'Research and analysis that turn what is reported into something to act on'),
  (2, 'Surveillance', 'Following and watching people or places, with or without technical means'),
  (3, 'Covert human source handling', 'Working with people who give information in confidence'),
  (4, 'Undercover', 'Officers who act under another identity, in person'),
  (5, 'Undercover online', 'The same on the internet'),
  (6, 'Communications data', 'Obtaining and reading who was in contact with whom, when and where'),
  (7, 'Financial investigation', 'Tracing, restraining and confiscating what crime earned'),
  (8, 'Cyber investigation', 'Investigating crime against computers and networks'),
  (9, 'Digital forensics', 'Getting what matters out of phones, computers and vehicles'),
  (10, 'Forensic examination', 'Scenes and exhibits: fingerprints, DNA, drugs, firearms'),
  (11, 'Armed policing', 'Officers with firearms, to plan and carry out arrests and searches'),
  (12, 'Search', 'Trained search of premises, vehicles and open land, with dogs where needed'),
  (13, 'Offender management', 'Managing people after conviction: orders, release, visits'),
  (14, 'Safeguarding', 'Specialists who protect children and adults at risk'),
  (15, 'Prevention and community work', 'Work with schools, partners and places before harm is done'),
  (16, 'Prison intelligence', 'Knowing and stopping what is run from inside'),
  (17, 'Border and port work', 'Checks and seizures where people and goods come in')
) as capability (place, value, hint);

-- Local default: a menu of tactics, by the P that they usually belong to, with words that suggest them.
insert into reference.value (list, value, hint, four_p, words, position, recorded_from)
select 'tactics', value, hint, four_p, words, 10 * place, '-infinity'
from (values
  (1, 'Arrest', 'Someone of the threat was arrested', 'Pursue',
    array['arrest', 'arrests', 'arrested', 'custody', 'detained', 'nicked', 'locked up']),
  (2, 'Charge or remand', 'Someone was charged, or kept in custody by a court', 'Pursue',
    array['charge', 'charged', 'remand', 'remanded']),
  (3, 'Conviction and sentence', 'A court convicted or sentenced someone', 'Pursue',
    array['convicted', 'conviction', 'sentence', 'sentenced', 'jailed', 'guilty', 'years imprisonment']),
  (4, 'Search warrant', 'Premises were entered and searched', 'Pursue',
    array['warrant', 'warrants', 'searched', 'raid', 'raided', 'address searched']),
  (5, 'Stop of a vehicle or person', 'Stopped and searched on the road or on foot', 'Pursue',
    array['stop search', 'stop and search', 'stopped', 'pulled over', 'ANPR']),
  (6, 'Seizure of drugs', 'Drugs, or what they are made with, were taken', 'Pursue',
    array['drugs', 'cocaine', 'heroin', 'cannabis', 'ketamine', 'kilo', 'kilos', 'cannabis grow', 'cannabis farm']),
  (7, 'Seizure of weapons', 'Firearms, ammunition or other weapons were taken', 'Pursue',
    array['firearm', 'firearms', 'gun', 'shotgun', 'pistol', 'ammunition', 'knife', 'machete', 'weapon', 'weapons']),
  (8, 'Seizure of cash or assets', 'Cash was seized, or assets restrained, forfeited or confiscated', 'Pursue',
    array['cash', 'seized', 'restraint', 'restrained', 'forfeited', 'forfeiture', 'confiscation', 'POCA', 'account freezing']),
  (9, 'Seizure of vehicles or goods', 'Vehicles, stolen or counterfeit goods were taken', 'Pursue',
    array['vehicle seized', 'car seized', 'stolen goods', 'counterfeit', 'plant recovered']),
  (10, 'Court order against a person', 'An order that limits what someone may do, such as a serious crime prevention order', 'Pursue',
    array['order granted', 'SCPO', 'injunction', 'criminal behaviour order', 'slavery order', 'travel ban']),
  (11, 'Breach of an order dealt with', 'Someone broke an order and was brought back for it', 'Pursue',
    array['breach', 'breached', 'recalled', 'recall to prison']),
  (12, 'Closure of a phone line', 'A line used for dealing was cut off', 'Pursue',
    array['phone line', 'deal line', 'drug line', 'line closed', 'DDTRO', 'county line closed']),
  (13, 'Enforcement by a partner', 'A partner used its own powers: licensing, tax, trading standards, housing', 'Pursue',
    array['licence revoked', 'licensing', 'trading standards', 'HMRC', 'environmental health', 'eviction', 'tenancy']),
  (14, 'Cease and desist visit', 'Someone at the edge of crime was visited and told to stop', 'Prevent',
    array['cease and desist', 'warning letter', 'warned', 'knock']),
  (15, 'Diversion of a young person', 'Someone young was led away from crime, with help', 'Prevent',
    array['diversion', 'diverted', 'mentor', 'mentoring', 'youth worker', 'youth offending']),
  (16, 'Talk or session in a school or club', 'Young people heard what grooming and exploitation look like', 'Prevent',
    array['school', 'assembly', 'college', 'youth club', 'pupils', 'students']),
  (17, 'Work with someone in or leaving prison', 'Rehabilitation, so that someone does not go back to it', 'Prevent',
    array['rehabilitation', 'prison visit', 'resettlement', 'probation', 'release plan']),
  (18, 'Safeguarding visit', 'Someone at risk was visited and made safer', 'Protect',
    array['safeguarding', 'safeguarded', 'cuckooed', 'cuckooing', 'vulnerable', 'welfare visit', 'welfare check', 'rescued']),
  (19, 'Referral of a victim', 'A victim was referred for support, such as to the National Referral Mechanism', 'Protect',
    array['referral', 'referred', 'NRM', 'national referral mechanism', 'victim support']),
  (20, 'Target hardening', 'A place or a business was made harder to attack', 'Protect',
    array['target hardening', 'locks', 'CCTV', 'alarm', 'tracker', 'gates', 'property marking']),
  (21, 'Closure of premises', 'A place was closed to those who misused it', 'Protect',
    array['closure order', 'closure notice', 'premises closed', 'boarded up']),
  (22, 'Warning to those at risk', 'People or businesses were told what to look out for', 'Protect',
    array['leaflet', 'leaflets', 'campaign', 'alert', 'advice', 'crime prevention', 'social media']),
  (23, 'Training for staff of partners', 'Staff of hotels, banks, schools or councils learned what to notice and whom to tell', 'Prepare',
    array['training', 'trained', 'briefing', 'briefed', 'workshop', 'hotel staff', 'bank staff', 'taxi drivers']),
  (24, 'Exercise or plan for when it happens', 'Who does what was agreed or practised beforehand', 'Prepare',
    array['exercise', 'tabletop', 'contingency', 'rehearsal', 'protocol']),
  (25, 'Support for a community afterwards', 'People were reassured and helped after an incident', 'Prepare',
    array['reassurance', 'community meeting', 'residents meeting', 'support after', 'drop-in']),
  (26, 'Learning put into practice', 'What an operation or a review taught was changed for good', 'Prepare',
    array['debrief', 'debriefed', 'lessons learned', 'learning', 'review'])
) as tactic (place, value, hint, four_p, words);

-- As before, with the crime categories of the list as it was known then.
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
    -- A crime category that somebody typed may tell of one record: it counts as another, unless it is or was on the list.
    select 'threats', 'crime', coalesce(usual.name, 'Other'), 0, count(*)
      from threat left join (
        select distinct v.value from reference.value v
        where v.list = 'crime-categories' and v.recorded_from <= of_instant and of_instant < v.recorded_to
          and coalesce(v.from_on <= of_instant::date, true) and coalesce(v.from_on < v.to_on, true)
      ) as usual (name) on usual.name = threat.crime_category
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
