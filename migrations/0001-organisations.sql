-- Organisations, their regions on any day, people, and who may see what.

create schema organisations;

create table organisations.organisation (
  id           integer generated always as identity primary key,
  name         text not null unique check (length(name) between 1 and 200),
  abbreviation text,
  code         text unique,
  kind         text not null check (kind in (
                 'Police force', 'Regional organised crime unit', 'National agency', 'Partner', 'Inspectorate', 'Oversight',
                 'Administration')),
  from_on      date,
  to_on        date,
  successor_id integer references organisations.organisation,
  check (from_on is null or to_on is null or from_on < to_on),
  check (successor_id is null or to_on is not null)
);

create table organisations.organisation_alias (
  alias           text primary key,
  organisation_id integer not null references organisations.organisation
);

create table organisations.region (
  id   integer generated always as identity primary key,
  name text not null unique
);

-- Which organisations made up a region, from a day (or ever) up to but not including another (or still).
create table organisations.region_member (
  id              integer generated always as identity primary key,
  region_id       integer not null references organisations.region,
  organisation_id integer not null references organisations.organisation,
  from_on         date,
  to_on           date,
  check (from_on is null or to_on is null or from_on < to_on)
);
create index on organisations.region_member (organisation_id);

create table organisations.person (
  id              integer generated always as identity primary key,
  email           text not null unique check (email = lower(email) and length(email) <= 200),
  name            text not null check (length(name) between 1 and 200),
  organisation_id integer not null references organisations.organisation,
  parts           text[] not null check (cardinality(parts) > 0 and parts <@ array[
                    'analyst', 'lead responsible officer', 'moderator', 'tasking manager', 'offender manager', 'partner',
                    'inspector', 'oversight', 'administrator', 'system']),
  password_hash   text,
  sample          boolean not null default false,
  disabled_at     timestamptz,
  created_at      timestamptz not null default clock_timestamp()
);

-- The words an organisation is known by are the same whatever their case, with or without "The", with "&" or "and".
create function organisations.name_key(name text) returns text
  language sql immutable parallel safe
  return btrim(regexp_replace(regexp_replace(regexp_replace(lower(normalize(name, nfc)), '&', ' and ', 'g'), '^\s*the\s+', ''), '\s+', ' ', 'g'));

-- An organisation that has ended is, for access, its successor: a successor inherits, from the day it ends.
create view organisations.organisation_today as
  with recursive chain (id, today_id, next_id) as (
    select id, id, case when to_on <= current_date then successor_id end from organisations.organisation
    union
    select chain.id, o.id, case when o.to_on <= current_date then o.successor_id end
    from chain join organisations.organisation o on o.id = chain.next_id
  )
  select id, today_id from chain where next_id is null;

-- An audience is a set of people who may see a record, as its owner, handling and shares define it. Records with the same
-- definition have the same audience, so a row carries one plain integer and the number of audiences stays small.
create table organisations.audience (
  id            integer generated always as identity primary key,
  handling      text not null check (handling in ('Shared', 'Region', 'Organisation', 'Named')),
  owner_id      integer not null references organisations.organisation,
  organisations integer[] not null default '{}',
  people        integer[] not null default '{}',
  unique (handling, owner_id, organisations, people)
);

create function organisations.audience_for(
  handling text, owner_id integer, organisations integer[] default '{}', people integer[] default '{}'
) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  found_id integer;
  sorted_organisations integer[] := array(select distinct o from unnest($3) o order by o);
  sorted_people integer[] := array(select distinct p from unnest($4) p order by p);
begin
  loop
    select a.id into found_id from organisations.audience a
      where a.handling = $1 and a.owner_id = $2 and a.organisations = sorted_organisations and a.people = sorted_people;
    if found then return found_id; end if;
    insert into organisations.audience (handling, owner_id, organisations, people)
      values ($1, $2, sorted_organisations, sorted_people)
      on conflict do nothing returning id into found_id;
    if found then return found_id; end if;
  end loop;
end $$;

-- Who belongs to which audience today, and on what ground. Everything that decides access, or explains it, reads this.
create view organisations.ground as
  with today as materialized (select id, today_id from organisations.organisation_today),
  standing as not materialized (
    select p.id as person_id, today.today_id as organisation_id, p.parts,
      o.kind in ('Police force', 'Regional organised crime unit', 'National agency')
        and p.parts && array['analyst', 'lead responsible officer', 'moderator', 'tasking manager', 'offender manager'] as reads
    from organisations.person p
    join today on today.id = p.organisation_id
    join organisations.organisation o on o.id = today.today_id
    where p.disabled_at is null
  ),
  mate as not materialized (
    select mine.organisation_id, other.organisation_id as mate_id
    from organisations.region_member mine
    join organisations.region_member other on other.region_id = mine.region_id
    where coalesce(mine.from_on <= current_date, true) and coalesce(current_date < mine.to_on, true)
      and coalesce(other.from_on <= current_date, true) and coalesce(current_date < other.to_on, true)
  ),
  audience as not materialized (
    select a.id, a.handling, today.today_id as owner_id, a.organisations, a.people
    from organisations.audience a join today on today.id = a.owner_id
  )
  select me.person_id, a.id as audience_id, 'shared with all law enforcement' as ground
    from standing me join audience a on a.handling = 'Shared' where me.reads
  union all
  select me.person_id, a.id, 'of the owner''s region'
    from standing me join mate on mate.organisation_id = me.organisation_id
    join audience a on a.handling = 'Region' and a.owner_id = mate.mate_id where me.reads
  union all
  select me.person_id, a.id, 'of the owner'
    from standing me join audience a on a.owner_id = me.organisation_id
    where me.reads and (a.handling in ('Region', 'Organisation') or a.handling = 'Named' and a.people = '{}')
  union all
  select me.person_id, a.id, 'named'
    from standing me join audience a on me.person_id = any (a.people)
    where me.reads or 'partner' = any (me.parts) or 'inspector' = any (me.parts)
  union all
  select me.person_id, a.id, 'shared with the organisation'
    from standing me
    join today on today.today_id = me.organisation_id
    join audience a on today.id = any (a.organisations)
    where me.reads or 'partner' = any (me.parts)
  union all
  select me.person_id, a.id, 'inspector'
    from standing me join audience a on a.handling <> 'Named' where 'inspector' = any (me.parts)
  union all
  select me.person_id, a.id, 'system'
    from standing me join audience a on a.handling <> 'Named' where 'system' = any (me.parts);

-- Which audiences a person belongs to today, and on what ground. In plpgsql, which keeps its plan for the next request.
create function organisations.grounds_of(of_person integer) returns table (audience_id integer, ground text)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return query select g.audience_id, g.ground from organisations.ground g where g.person_id = of_person;
end $$;

-- The organisations for which a person may record or import: their own; for an import, every one for administrators; always
-- every one for the system.
create function organisations.recording_for(of_person integer, purpose text) returns integer[]
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(distinct o.id), '{}')
  from organisations.person p
  join organisations.organisation_today mine on mine.id = p.organisation_id
  join organisations.organisation_today o on true
  where p.id = of_person and p.disabled_at is null
    and (
      'system' = any (p.parts)
      or purpose = 'import' and 'administrator' = any (p.parts)
      or p.parts && array['analyst', 'lead responsible officer', 'moderator'] and o.today_id = mine.today_id
    )
$$;

-- States for whom this transaction acts. Row-level security compares against what this leaves in the settings. An import has
-- to see what stands at the references it brings, so for the purpose 'import' every audience counts; what it may write, and
-- what it may be told, is settled by the organisations it may record for.
create function organisations.state_actor(of_person integer, purpose text) returns json
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  actor json;
begin
  select json_build_object(
      'personId', p.id, 'email', p.email, 'name', p.name, 'parts', p.parts, 'organisationId', p.organisation_id,
      'sample', p.sample, 'organisation', o.name, 'recordsFor', organisations.recording_for(p.id, purpose))
    into actor
    from organisations.person p join organisations.organisation o on o.id = p.organisation_id
    where p.id = of_person and p.disabled_at is null;
  perform set_config('fourfold.person', case when actor is null then '' else of_person::text end, true);
  perform set_config('fourfold.purpose', purpose, true);
  perform set_config('fourfold.audiences', case
    when actor is null then '{}'
    when purpose = 'import' then (select coalesce(array_agg(id), '{}') from organisations.audience)::text
    else (select coalesce(array_agg(distinct audience_id), '{}') from organisations.grounds_of(of_person))::text end, true);
  perform set_config('fourfold.records_for', case
    when actor is null then '{}' else organisations.recording_for(of_person, purpose)::text end, true);
  return actor;
end $$;

-- States the same actor again, when audiences have been made in this transaction: rows of a new audience are hidden until then.
create function organisations.restate_actor() returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if organisations.actor_id() is not null then
    perform organisations.state_actor(organisations.actor_id(), current_setting('fourfold.purpose'));
  end if;
end $$;

create function organisations.actor_id() returns integer
  language sql stable parallel safe
  return nullif(current_setting('fourfold.person', true), '')::integer;

create function organisations.actor_audiences() returns integer[]
  language sql stable parallel safe
  return coalesce(nullif(current_setting('fourfold.audiences', true), ''), '{}')::integer[];

create function organisations.actor_records_for() returns integer[]
  language sql stable parallel safe
  return coalesce(nullif(current_setting('fourfold.records_for', true), ''), '{}')::integer[];

-- What a record was handled as, from when, by whom or which import, and why. The latest stated one holds.
create table organisations.handling_stated (
  register   text not null,
  reference  text not null,
  stated_at  timestamptz not null,
  handling   text not null check (handling in ('Shared', 'Region', 'Organisation', 'Named')),
  entered_at timestamptz not null,
  person_id  integer references organisations.person,
  import_id  uuid,
  reason     text,
  primary key (register, reference, stated_at)
);

-- A share lets an organisation or a person see a record beyond its handling: from now on, or with its history.
create table organisations.share (
  id              integer generated always as identity primary key,
  register        text not null,
  reference       text not null,
  organisation_id integer references organisations.organisation,
  person_id       integer references organisations.person,
  with_history    boolean not null,
  from_at         timestamptz not null,
  to_at           timestamptz,
  shared_by       integer not null references organisations.person,
  ended_by        integer references organisations.person,
  reason          text,
  check (num_nonnulls(organisation_id, person_id) = 1)
);
create index on organisations.share (register, reference);

-- Sign-in.
create table organisations.sign_in_link (
  token_hash text primary key,
  person_id  integer not null references organisations.person,
  made_by    integer references organisations.person,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index on organisations.sign_in_link (person_id);

-- A session that was ended keeps its row until it runs out, so that a request that began before can't save it back to life.
create table organisations.session (
  id_hash    text primary key,
  person_id  integer references organisations.person,
  content    text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at   timestamptz
);
create index on organisations.session (person_id);
create index on organisations.session (expires_at);

create table organisations.sign_in_attempt (
  email_hash text not null,
  at         timestamptz not null default clock_timestamp()
);
create index on organisations.sign_in_attempt (email_hash, at);

create table organisations.token (
  id           uuid primary key default gen_random_uuid(),
  person_id    integer not null references organisations.person,
  name         text not null,
  token_hash   text not null unique,
  created_at   timestamptz not null default clock_timestamp(),
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  last_used_at timestamptz
);
create index on organisations.token (person_id);

-- Facts about this database, such as that it holds invented data.
create table platform.fact (
  name  text primary key,
  value text not null
);

grant usage on schema platform, organisations to fourfold_app;
grant select, insert, update on platform.fact to fourfold_app;
grant select on platform.migration to fourfold_app;
grant select, insert, update on
  organisations.organisation, organisations.organisation_alias, organisations.region, organisations.region_member
  to fourfold_app;
-- What was stated stays; of a share nothing changes but that it ends.
grant select, insert on organisations.handling_stated, organisations.share to fourfold_app;
grant update (to_at, ended_by) on organisations.share to fourfold_app;
-- A person's email and organisation, whom a token speaks for and whom a link lets in never change.
grant select, insert on organisations.person, organisations.sign_in_link, organisations.token to fourfold_app;
grant update (name, parts, password_hash, disabled_at) on organisations.person to fourfold_app;
grant update (used_at) on organisations.sign_in_link to fourfold_app;
grant update (last_used_at, revoked_at) on organisations.token to fourfold_app;
grant select on organisations.audience, organisations.organisation_today, organisations.ground to fourfold_app;
grant select, insert, update, delete on organisations.session, organisations.sign_in_attempt to fourfold_app;
grant delete on organisations.organisation_alias to fourfold_app;

-- The audience of a state of a record: its handling and owner, and the shares that reach that state. A share from now on
-- reaches the states that still held when it was made; one with history reaches all.
create function organisations.audience_of_record(
  of_register text, of_reference text, handling text, owner_id integer, holds_until timestamptz
) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  with_organisations integer[];
  with_people integer[];
begin
  select coalesce(array_agg(s.organisation_id) filter (where s.organisation_id is not null), '{}'),
      coalesce(array_agg(s.person_id) filter (where s.person_id is not null), '{}')
    into with_organisations, with_people
    from organisations.share s
    where s.register = of_register and s.reference = of_reference and s.to_at is null
      and (s.with_history or s.from_at < holds_until);
  return organisations.audience_for($3, $4, with_organisations, with_people);
end $$;

-- Functions that act with their owner's rights are for the program alone.
revoke execute on function
  organisations.audience_for(text, integer, integer[], integer[]),
  organisations.audience_of_record(text, text, text, integer, timestamptz), organisations.grounds_of(integer),
  organisations.recording_for(integer, text), organisations.restate_actor(), organisations.state_actor(integer, text)
  from public;
grant execute on function
  organisations.audience_for(text, integer, integer[], integer[]),
  organisations.audience_of_record(text, text, text, integer, timestamptz), organisations.grounds_of(integer),
  organisations.recording_for(integer, text), organisations.restate_actor(), organisations.state_actor(integer, text)
  to fourfold_app;
