-- Sealing the audit, checking the seals, and finding the entries that hold a record.

-- An entry may be sealed once none with a smaller number can still come. The fence is such a promise in the making: when it
-- was set, every entry up to `up_to` had been numbered, by transactions older than `before_xact`. Once none of those runs any
-- more, all entries up to `up_to` are there or never will be.
create table audit.fence (
  one         boolean primary key default true check (one),
  up_to       bigint not null,
  before_xact xid8 not null
);

-- What is sealed of an entry: a JSON array of all that it says, instants in UTC to the microsecond, in UTF-8. It is the same
-- whatever the settings of the session, and no two entries have the same.
create function audit.canonical(e audit.entry) returns bytea
  language sql stable parallel safe
  return convert_to(jsonb_build_array(
    e.id, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.request_id, e.person_id, e.actor,
    e.organisation, e.event, e.outcome, e.shown, e.details, e.reason,
    to_char(e.as_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text, 'UTF8');

-- The number of the last entry before which none can still come.
create function audit.settled_up_to() returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  fence audit.fence;
  numbered bigint;
  me xid8;
  oldest xid8;
begin
  if pg_current_xact_id_if_assigned() is not null then
    raise exception 'audit.settled_up_to has to come before anything that writes in its transaction';
  end if;
  select * into fence from audit.fence;
  -- In this order: whoever numbered an entry up to here has an older transaction number than ours.
  numbered := (select last_value from audit.entry_id);
  me := pg_current_xact_id();
  oldest := pg_snapshot_xmin(pg_current_snapshot());
  if oldest >= me then return numbered; end if;
  -- A fence from a server whose transactions were numbered higher, as in a restored copy, would never be reached.
  if fence.before_xact <= me and (oldest < fence.before_xact or fence.up_to > (select coalesce(max(entry_id), 0) from audit.seal)) then
    return case when oldest >= fence.before_xact then fence.up_to else 0 end;
  end if;
  insert into audit.fence (up_to, before_xact) values (numbered, me)
    on conflict (one) do update set up_to = excluded.up_to, before_xact = excluded.before_xact;
  return 0;
end $$;

-- Seals so many entries at most, in their order: each gets the next position and a hash over the hash before it and its own
-- content. One transaction at a time does it; the others seal nothing. Returns how many it sealed.
create function audit.seal_entries(most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  last audit.seal;
  settled bigint;
  entry audit.entry;
  sealed integer := 0;
  positions bigint[];
  entries bigint[];
  hashes bytea[];
begin
  if not pg_try_advisory_xact_lock(4040406) then return 0; end if;
  select * into last from audit.seal order by position desc limit 1;
  if not exists (select from audit.entry where id > coalesce(last.entry_id, 0)) then return 0; end if;
  settled := audit.settled_up_to();
  for entry in
    select * from audit.entry where id > coalesce(last.entry_id, 0) and id <= settled order by id limit most
  loop
    sealed := sealed + 1;
    last.hash := sha256(coalesce(last.hash, '') || audit.canonical(entry));
    positions[sealed] := coalesce(last.position, 0) + sealed;
    entries[sealed] := entry.id;
    hashes[sealed] := last.hash;
  end loop;
  insert into audit.seal (position, entry_id, hash, sealed_at)
    select unnest(positions), unnest(entries), unnest(hashes), clock_timestamp();
  return sealed;
end $$;

-- The end of the chain: how many entries are sealed, and the last hash. No row while none is.
create function audit.chain_head() returns table (count bigint, hash text, sealed_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.position, encode(s.hash, 'hex'), s.sealed_at from audit.seal s order by s.position desc limit 1;
end;

create function audit.hash_at(at_position bigint) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select encode(s.hash, 'hex') from audit.seal s where s.position = at_position);

create function audit.unsealed_count() returns bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select count(*) from audit.entry e where e.id > (select coalesce(max(s.entry_id), 0) from audit.seal s));

-- Of the positions from one to another, the first whose seal is missing, or whose entry is missing or isn't what was sealed.
create function audit.first_broken_seal(from_position bigint, to_position bigint) returns table (broken bigint)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
as $$
declare
  -- They follow from the positions; said to the planner, it reads no more than it needs.
  least_entry bigint := (select min(s.entry_id) from audit.seal s where s.position between from_position and to_position);
  last_entry bigint := (select max(s.entry_id) from audit.seal s where s.position between from_position and to_position);
begin
  return query
    select min(s.position)
    from audit.seal s
    left join audit.seal before on before.position = s.position - 1
      and before.position between from_position - 1 and to_position - 1
    left join audit.entry e on e.id = s.entry_id and e.id between least_entry and last_entry
    where s.position between from_position and to_position
      and (e.id is null
        or before.position is null and s.position > 1
        or s.hash <> sha256(coalesce(before.hash, '') || audit.canonical(e)));
end $$;

-- Of the entries up to the one sealed at a position, the first that has no seal, from the one sealed at another position on.
-- Entries and seals are counted first: that is quick, and nearly always all there is to do.
create function audit.first_unsealed_entry(from_position bigint, to_position bigint) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  after_entry bigint := (select s.entry_id from audit.seal s where s.position = from_position - 1);
  last_entry bigint := (select s.entry_id from audit.seal s where s.position = to_position);
begin
  if (select count(*) from audit.entry e where (after_entry is null or e.id > after_entry) and e.id <= last_entry)
    = to_position - from_position + 1 then return null; end if;
  return (
    select min(e.id) from audit.entry e
    where (after_entry is null or e.id > after_entry) and e.id <= last_entry
      and not exists (select from audit.seal s where s.entry_id = e.id));
end $$;

-- What is wrong at a position whose seal does not fit, and with which other entry or position it has to do.
create function audit.explain_broken_seal(at_position bigint) returns table (entry_id bigint, how text, other bigint)
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

-- The entries that hold a record, 'threats:CHE-00001', up to an instant, the latest first.
create function audit.entries_of(shown_key text, until timestamptz, before_id bigint, most integer)
  returns table (
    id bigint, occurred_at timestamptz, actor text, organisation text, event text, outcome text, reason text, as_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select e.id, e.occurred_at, e.actor, e.organisation, e.event, e.outcome, e.reason, e.as_at
  from audit.entry e
  where e.shown @> array[shown_key] and e.occurred_at <= until and (before_id is null or e.id < before_id)
  order by e.id desc limit most;
end;

revoke all on all functions in schema audit from public;
grant execute on function
  audit.seal_entries(integer), audit.chain_head(), audit.hash_at(bigint), audit.unsealed_count(),
  audit.first_broken_seal(bigint, bigint), audit.first_unsealed_entry(bigint, bigint), audit.explain_broken_seal(bigint),
  audit.entries_of(text, timestamptz, bigint, integer), audit.next_entry_id()
  to fourfold_app;
