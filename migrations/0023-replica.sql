-- What a server has to know before it shows what a reading replica answered: how far behind the replica was, and whether it had
-- seen what concerns whoever asks.

-- When a server that uses a replica last wrote here. A replica that has replayed this has replayed all that was committed before.
create table platform.heartbeat (
  one boolean primary key default true check (one),
  at  timestamptz not null
);

-- Changes of the last hour that a replica may not have seen yet: one for each request by which a person changed something, and,
-- for nobody in particular, one for each transaction that moved a record to another audience. Rows are only added: a number that
-- every change raised would be a lock on which all of them waited.
create table platform.recent_change (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default clock_timestamp(),
  person_id integer
);

grant select, insert, update on platform.heartbeat to fourfold_app;
grant select, insert (person_id) on platform.recent_change to fourfold_app;

-- Once a transaction, however many rows it moves.
create function platform.note_moved_access() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if current_setting('fourfold.moved_access', true) is distinct from 'noted' then
    insert into platform.recent_change (person_id) values (null);
    perform set_config('fourfold.moved_access', 'noted', true);
  end if;
  return null;
end $$;

do $$
declare
  moved regclass;
begin
  foreach moved in array array['threats.threat', 'threats.threat_state', 'disruptions.disruption', 'disruptions.disruption_state',
    'plans.plan', 'plans.plan_state', 'plans.aim', 'plans.aim_state', 'plans.action', 'plans.action_state']::regclass[] loop
    execute format('create trigger note_moved_access after update of audience_id on %s for each row
      when (old.audience_id is distinct from new.audience_id) execute function platform.note_moved_access()', moved);
  end loop;
end $$;

-- Longer ago than an hour no replica that is used at all can have missed it.
create function platform.forget_recent_changes() returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  forgotten integer;
begin
  delete from platform.recent_change where at < clock_timestamp() - interval '1 hour';
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

revoke execute on function platform.note_moved_access(), platform.forget_recent_changes() from public;
grant execute on function platform.forget_recent_changes() to fourfold_app;
