-- What entries show is merged into the index by a job, aside. The index keeps new references in a list of their own, of which whoever
-- makes it longer than 4 MB had to merge the whole before their answer went out: a third of a second for somebody now and then, and
-- twice for an extraction of a whole country. Searching looks through the list as well, which may be longer now.
do $$
declare
  part regclass;
begin
  for part in select i.inhrelid from pg_inherits i where i.inhparent = 'audit.entry_record'::regclass loop
    execute format('alter index %s set (gin_pending_list_limit = 65536)', part);
  end loop;
end $$;

create or replace function audit.make_month(month date) returns void
  language plpgsql set search_path = pg_catalog, pg_temp set timezone = 'UTC'
as $$
declare
  name text := to_char(month, '"entry_"YYYY_MM');
  begins timestamptz := date_trunc('month', month::timestamptz);
  ends timestamptz := begins + interval '1 month';
begin
  execute format('create table audit.%I (like audit.entry including defaults including constraints, primary key (id))', name);
  execute format('create index on audit.%I using gin (shown) with (gin_pending_list_limit = 65536)', name);
  -- Attaching takes it as well: taken first, nothing of this month can come between.
  lock table audit.entry_default in access exclusive mode;
  execute format($sql$
    with moved as (delete from audit.entry_default where occurred_at >= %L and occurred_at < %L returning *)
    insert into audit.%I select * from moved$sql$, begins, ends, name);
  execute format('alter table audit.entry attach partition audit.%I for values from (%L) to (%L)', name, begins, ends);
end $$;

-- Merges what waits, in every month. Returns how many pages waited. Entries are found the same before it and after.
create function audit.merge_shown() returns bigint
  language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select sum(gin_clean_pending_list(i.inhrelid)) from pg_inherits i where i.inhparent = 'audit.entry_record'::regclass
$$;
revoke execute on function audit.merge_shown() from public;
grant execute on function audit.merge_shown() to fourfold_app;
