-- The audit is kept by month of when something occurred, in UTC: it is by far the longest table, and what is written, sealed and
-- looked up is nearly always of the newest month, whose indexes stay small. What there was stays where it is: it becomes the
-- month of this migration, with all before it.

-- Bound to the row type of the table that was.
drop function audit.entries_of(text, timestamptz, bigint, integer), audit.unsealed_count(), audit.canonical(audit.entry);
alter table audit.entry rename to entry_before;
alter index audit.entry_record rename to entry_before_record;
alter index audit.entry_person rename to entry_before_person;
alter index audit.entry_pkey rename to entry_before_pkey;

create table audit.entry (like audit.entry_before including defaults including constraints) partition by range (occurred_at);
create index entry_record on audit.entry using gin (shown);
create index entry_person on audit.entry (person_id, occurred_at);

-- The program writes to the whole and to no part of it. Numbers are unique in each part: they come from one sequence, and two
-- entries with one number can't both be what was sealed.
revoke all on audit.entry_before from fourfold_app;
grant insert (request_id, person_id, actor, organisation, event, outcome, shown, details, reason, as_at)
  on audit.entry to fourfold_app;

-- What is sealed of an entry, as it was before (0006-audit-sealing.sql): the same to the byte, or no seal of before would fit.
create function audit.canonical(e audit.entry) returns bytea
  language sql stable parallel safe
  return convert_to(jsonb_build_array(
    e.id, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.request_id, e.person_id, e.actor,
    e.organisation, e.event, e.outcome, e.shown, e.details, e.reason,
    to_char(e.as_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text, 'UTF8');

create function audit.unsealed_count() returns bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select count(*) from audit.entry e where e.id > (select coalesce(max(s.entry_id), 0) from audit.seal s));

-- What is wrong at a position whose seal does not fit, and with which other entry or position it has to do. A number can be there
-- twice, in two months.
create or replace function audit.explain_broken_seal(at_position bigint) returns table (entry_id bigint, how text, other bigint)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  seal audit.seal;
  before audit.seal;
  entry audit.entry;
  wanted bytea;
begin
  select * into before from audit.seal s where s.position = at_position - 1;
  if before.position is null and at_position > 1 then
    return query select null::bigint, 'gap', coalesce(max(s.position), 0) + 1 from audit.seal s where s.position < at_position;
    return;
  end if;
  select * into seal from audit.seal s where s.position = at_position;
  select * into entry from audit.entry e where e.id = seal.entry_id;
  if entry.id is null then
    return query select seal.entry_id, 'deleted', null::bigint;
    return;
  end if;
  if (select count(*) from audit.entry e where e.id = seal.entry_id) > 1 then
    return query select seal.entry_id, 'doubled', null::bigint;
    return;
  end if;
  if seal.entry_id <= before.entry_id then
    return query select seal.entry_id, 'swapped', before.entry_id;
    return;
  end if;
  wanted := sha256(coalesce(before.hash, '') || audit.canonical(entry));
  return query
    select seal.entry_id, 'swapped', s.entry_id from audit.seal s where s.position <> at_position and s.hash = wanted limit 1;
  if found then return; end if;
  return query
    select seal.entry_id, 'swapped', e.id from audit.entry e
    where e.id <> entry.id and seal.hash = sha256(coalesce(before.hash, '') || audit.canonical(row(
      entry.id, e.occurred_at, e.request_id, e.person_id, e.actor, e.organisation, e.event, e.outcome, e.shown, e.details,
      e.reason, e.as_at)::audit.entry))
    limit 1;
  if found then return; end if;
  return query
    select seal.entry_id, 'swapped', e.id from audit.entry e
    where e.id <> entry.id and seal.hash = sha256(coalesce(before.hash, '') || audit.canonical(e)) limit 1;
  if found then return; end if;
  return query
    select seal.entry_id, 'swapped', s.entry_id from audit.seal s
    where s.position > at_position and s.entry_id < seal.entry_id order by s.entry_id limit 1;
  if found then return; end if;
  return query
    select seal.entry_id, 'seal changed', null::bigint
    from audit.seal s join audit.entry e on e.id = s.entry_id
    where s.position = at_position + 1 and s.hash = sha256(wanted || audit.canonical(e));
  if found then return; end if;
  return query select seal.entry_id, 'changed', null::bigint;
end $$;

-- The entries that hold a record, 'threats:CHE-00001', up to an instant, the latest first. The latest month is looked into
-- first, then ever more of those before it, until there are enough.
create function audit.entries_of(shown_key text, until timestamptz, before_id bigint, most integer)
  returns table (
    id bigint, occurred_at timestamptz, actor text, organisation text, event text, outcome text, reason text, as_at timestamptz)
  language plpgsql stable security definer
  set search_path = pg_catalog, pg_temp set timezone = 'UTC' set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  before_at timestamptz := (select e.occurred_at from audit.entry e where e.id = before_id);
  latest timestamptz := date_trunc('month', least(until, before_at, now()));
  months integer;
  begins timestamptz;
  ends timestamptz := 'infinity';
  found_now integer;
begin
  foreach months in array array[0, 1, 3, 7, 15, 31, null] loop
    begins := coalesce(latest - months * interval '1 month', '-infinity');
    return query
      select e.id, e.occurred_at, e.actor, e.organisation, e.event, e.outcome, e.reason, e.as_at
      from audit.entry e
      where e.shown @> array[shown_key] and e.occurred_at >= begins and e.occurred_at < ends and e.occurred_at <= until
        and (before_at is null or (e.occurred_at, e.id) < (before_at, before_id))
      order by e.occurred_at desc, e.id desc limit most;
    get diagnostics found_now = row_count;
    most := most - found_now;
    exit when most <= 0;
    ends := begins;
  end loop;
end $$;

-- Takes what is of no month that was made, so that no entry fails for want of one.
create table audit.entry_default partition of audit.entry (primary key (id)) default;

-- Makes a month, and moves into it what had been written before it was made.
create function audit.make_month(month date) returns void
  language plpgsql set search_path = pg_catalog, pg_temp set timezone = 'UTC'
as $$
declare
  name text := to_char(month, '"entry_"YYYY_MM');
  begins timestamptz := date_trunc('month', month::timestamptz);
  ends timestamptz := begins + interval '1 month';
begin
  execute format('create table audit.%I (like audit.entry including defaults including constraints, primary key (id))', name);
  -- Attaching takes it as well: taken first, nothing of this month can come between.
  lock table audit.entry_default in access exclusive mode;
  execute format($sql$
    with moved as (delete from audit.entry_default where occurred_at >= %L and occurred_at < %L returning *)
    insert into audit.%I select * from moved$sql$, begins, ends, name);
  execute format('alter table audit.entry attach partition audit.%I for values from (%L) to (%L)', name, begins, ends);
end $$;

-- Makes this month and the two after it, where they are not made. Whoever writes or reads the audit is not kept waiting: when
-- a lock is not to be had at once all is left for the next time. Returns how many of them are still missing.
create function audit.prepare_months() returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '200ms'
as $$
declare
  month date;
  missing date[] := array(
    select wanted::date
    from generate_series(0, 2) ahead, lateral (select date_trunc('month', now()) + ahead * interval '1 month' as wanted) m
    where to_regclass(to_char(wanted, '"audit.entry_"YYYY_MM')) is null
    order by wanted);
begin
  if missing = '{}' then return 0; end if;
  if not pg_try_advisory_xact_lock(4040410) then return cardinality(missing); end if;
  foreach month in array missing loop perform audit.make_month(month); end loop;
  return 0;
exception when lock_not_available then
  return cardinality(missing);
end $$;

-- The month of this migration has all before it too. What is dated after it, by a clock that was wrong, waits for its month.
do $$
declare
  ends timestamptz := (date_trunc('month', now() at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  name text := to_char(now() at time zone 'UTC', '"entry_"YYYY_MM');
begin
  execute format('alter table audit.entry_before rename to %I', name);
  begin
    execute format('alter table audit.entry attach partition audit.%I for values from (minvalue) to (%L)', name, ends);
  exception when check_violation then
    execute format($sql$
      with moved as (delete from audit.%I where occurred_at >= %L returning *)
      insert into audit.entry_default select * from moved$sql$, name, ends);
    execute format('alter table audit.entry attach partition audit.%I for values from (minvalue) to (%L)', name, ends);
  end;
end $$;
select audit.prepare_months();

revoke all on all functions in schema audit from public;
grant execute on function
  audit.unsealed_count(), audit.entries_of(text, timestamptz, bigint, integer), audit.prepare_months() to fourfold_app;
