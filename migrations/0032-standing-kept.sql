-- Every request states for whom it acts. Which audiences that person is of follows from people, organisations, regions and audiences;
-- to work it out took longer than to read a record. What was worked out is kept for a minute, together with the snapshot of the
-- database that it was worked out in, and holds for as long as everything that it follows from was last changed inside that
-- snapshot. Access is today's all the same: the statement that finds a change done finds what was kept before it to be no longer true.

-- One row for each transaction that changed what access follows from. It is there from the moment that the change is.
create table organisations.access_change (
  xact xid8 primary key default pg_current_xact_id(),
  at   timestamptz not null default clock_timestamp()
);
create index on organisations.access_change (at);

create function organisations.note_access_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into organisations.access_change default values on conflict do nothing;
  return null;
end $$;

do $$
declare
  source regclass;
begin
  foreach source in array array['organisations.person', 'organisations.organisation', 'organisations.region',
    'organisations.region_member', 'organisations.audience', 'platform.fact']::regclass[] loop
    execute format('create trigger note_access_change after insert or update or delete or truncate on %s
      for each statement execute function organisations.note_access_change()', source);
  end loop;
end $$;

-- What is stated of a person for a purpose, with the handlings of which a record is shown only for a reason. Days of membership are compared with today's, so another day works it out anew.
create table organisations.standing_kept (
  person_id   integer not null,
  purpose     text not null,
  actor       json,
  audiences   text not null,
  records_for text not null,
  snapshot    pg_snapshot not null,
  by_xact     xid8,
  on_day      date not null,
  kept_at     timestamptz not null,
  primary key (person_id, purpose)
) with (fillfactor = 70);

create function organisations.work_out_standing(of_person integer, for_purpose text) returns organisations.standing_kept
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  records_for integer[];
  standing organisations.standing_kept;
begin
  -- First: what is changed from here on may be in what follows, or not.
  standing.snapshot := pg_current_snapshot();
  standing.by_xact := pg_current_xact_id_if_assigned();
  records_for := organisations.recording_for(of_person, for_purpose);
  standing.person_id := of_person;
  standing.purpose := for_purpose;
  standing.on_day := current_date;
  standing.kept_at := clock_timestamp();
  select json_build_object(
      'personId', p.id, 'email', p.email, 'name', p.name, 'parts', p.parts, 'organisationId', p.organisation_id,
      'sample', p.sample, 'organisation', o.name, 'recordsFor', records_for,
      -- Local default until an administrator states another: records for named people only.
      'reasonDemandedFor', array(
        select trim(word) from unnest(string_to_array(coalesce(
          (select f.value from platform.fact f where f.name = 'reason-demanded-for'), 'Named'), ',')) word
        where trim(word) <> ''))
    into standing.actor
    from organisations.person p join organisations.organisation o on o.id = p.organisation_id
    where p.id = of_person and p.disabled_at is null;
  standing.audiences := case
    when standing.actor is null then '{}'
    when for_purpose = 'import' then (select coalesce(array_agg(id), '{}') from organisations.audience)::text
    else (select coalesce(array_agg(distinct audience_id), '{}') from organisations.grounds_of(of_person))::text end;
  standing.records_for := case when standing.actor is null then '{}' else records_for::text end;
  return standing;
end $$;

-- Keeps it where that makes nobody wait and tells nobody of what is not done yet: not while this transaction has itself changed
-- what access follows from, and not while another one keeps the same person's.
create function organisations.keep_standing(standing organisations.standing_kept) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if current_setting('transaction_read_only') = 'on' or current_setting('transaction_isolation') <> 'read committed'
    or exists (select from organisations.access_change where xact = pg_current_xact_id_if_assigned())
    or not pg_try_advisory_xact_lock(4040410, standing.person_id) then return; end if;
  insert into organisations.standing_kept values (standing.*)
    on conflict (person_id, purpose) do update
    set (actor, audiences, records_for, snapshot, by_xact, on_day, kept_at) = (excluded.actor, excluded.audiences,
      excluded.records_for, excluded.snapshot, excluded.by_xact, excluded.on_day, excluded.kept_at);
end $$;

create function organisations.standing_of(of_person integer, for_purpose text) returns organisations.standing_kept
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  standing organisations.standing_kept;
begin
  select * into standing from organisations.standing_kept k
    where k.person_id = of_person and k.purpose = for_purpose and k.on_day = current_date
      and k.kept_at > clock_timestamp() - interval '1 minute'
      -- Of another server, that this database was copied from, numbers of transactions may lie ahead.
      and pg_snapshot_xmax(k.snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
      -- Its own transaction counts as seen in a snapshot, also by what it does afterwards.
      and not exists (select from organisations.access_change c
        where c.xact >= pg_snapshot_xmin(k.snapshot)
          and (c.xact = k.by_xact or not pg_visible_in_snapshot(c.xact, k.snapshot)));
  if found then return standing; end if;
  standing := organisations.work_out_standing(of_person, for_purpose);
  perform organisations.keep_standing(standing);
  return standing;
end $$;

create or replace function organisations.state_actor(of_person integer, purpose text) returns json
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  standing organisations.standing_kept := organisations.standing_of(of_person, purpose);
begin
  perform set_config('fourfold.person', case when standing.actor is null then '' else of_person::text end, true),
    set_config('fourfold.purpose', purpose, true),
    set_config('fourfold.audiences', standing.audiences, true),
    set_config('fourfold.records_for', standing.records_for, true);
  return standing.actor;
end $$;

-- A day is longer than any transaction that could still bring such a change to light.
create function organisations.forget_access_changes() returns void
  language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from organisations.access_change where at < clock_timestamp() - interval '1 day';
  delete from organisations.standing_kept where kept_at < clock_timestamp() - interval '1 day';
end;

revoke execute on function
  organisations.note_access_change(), organisations.work_out_standing(integer, text),
  organisations.keep_standing(organisations.standing_kept), organisations.standing_of(integer, text),
  organisations.forget_access_changes()
  from public;
grant execute on function organisations.forget_access_changes() to fourfold_app;
