-- Which plans' texts have changed is noted, so that the check of copies reads those alone: at ten times today's size it read 70 MB,
-- to learn that all was as it had been.

-- The transaction that changed the texts of a plan last: of two that do, the later waits for the one before. What was read in a
-- snapshot holds for as long as that transaction was done in it. A plan that is not here has not changed since this was begun.
create table plans.text_change (
  plan_reference text primary key,
  xact           xid8 not null
);
create index on plans.text_change (xact);

create function plans.note_text_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_table_name = 'plan_state' then
    insert into plans.text_change (plan_reference, xact)
      select distinct reference, pg_current_xact_id() from changed order by 1
      on conflict (plan_reference) do update set xact = excluded.xact where text_change.xact <> excluded.xact;
  else
    insert into plans.text_change (plan_reference, xact)
      select distinct plan_reference, pg_current_xact_id() from changed order by 1
      on conflict (plan_reference) do update set xact = excluded.xact where text_change.xact <> excluded.xact;
  end if;
  return null;
end $$;

do $$
declare
  source regclass;
begin
  foreach source in array array['plans.plan_state', 'plans.aim_state', 'plans.action_state']::regclass[] loop
    execute format('create trigger note_text_added after insert on %s
      referencing new table as changed for each statement execute function plans.note_text_change()', source);
    execute format('create trigger note_text_change after update on %s
      referencing new table as changed for each statement execute function plans.note_text_change()', source);
  end loop;
end $$;

-- The plans whose texts a transaction has changed that was not done in a snapshot.
create function plans.text_changes_since(since pg_snapshot) returns table (plan_id bigint, plan_reference text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.id, p.reference from plans.text_change c join plans.plan p on p.reference = c.plan_reference
  where c.xact >= pg_snapshot_xmin(since) and not pg_visible_in_snapshot(c.xact, since)
$$;

-- Whether the actor's own transaction has changed texts.
create function plans.has_changed_texts() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select from plans.text_change c where c.xact = pg_current_xact_id_if_assigned())
$$;

-- In which course of which cluster a snapshot was taken: after a restore, or a takeover by a replica, numbers of transactions may be
-- of others than before.
create function plans.course_of_cluster() returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.system_identifier || ' ' || c.timeline_id from pg_control_system() s cross join pg_control_checkpoint() c
$$;

-- The texts of all plans as they are now, for whoever is told of checks. Of which plan one is, only its number says. The tables are
-- read through, where plans.texts_at looks up each plan.
create function plans.all_texts() returns table (plan_id bigint, begun_at timestamptz, words bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  set enable_nestloop = off set jit = off
as $$
  with told as materialized (
    select t.plan_reference, string_agg(t.text_print || '\x00000000'::bytea, ''::bytea order by t.part, t.reference) as words
    from (
      select s.reference as plan_reference, 0 as part, '' as reference, s.text_print from plans.plan_states_at('infinity') s
      union all
      select s.plan_reference, 1, s.reference, s.text_print from plans.aim_states_at('infinity') s
      union all
      select s.plan_reference, 2, s.reference, s.text_print from plans.action_states_at('infinity') s
    ) t
    where t.text_print is not null and exists (select from plans.check_scope())
    group by t.plan_reference
  )
  select s.record_id, plans.plan_begun_at(s.record_id), told.words
  from told join plans.plan_states_at('infinity') s on s.reference = told.plan_reference
$$;

-- Of the plans whose texts have changed since a snapshot, the texts as they are now: without words of one that has none, or is no
-- plan any more.
create function plans.changed_texts(since pg_snapshot) returns table (plan_id bigint, begun_at timestamptz, words bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  set jit = off
as $$
  with changed as materialized (
    select c.plan_id, c.plan_reference from plans.text_changes_since(since) c where exists (select from plans.check_scope())
  ),
  told as materialized (
    select t.plan_reference, string_agg(t.text_print || '\x00000000'::bytea, ''::bytea order by t.part, t.reference) as words
    from plans.texts_at('infinity', array(select changed.plan_reference from changed)) t
    where t.text_print is not null
    group by t.plan_reference
  )
  select changed.plan_id, plans.plan_begun_at(changed.plan_id), case when s.record_id is not null then told.words end
  from changed
  left join plans.plan_states_at('infinity') s on s.record_id = changed.plan_id
  left join told on told.plan_reference = changed.plan_reference
$$;

-- In which snapshot the texts of all plans were last compared for the work lists, in place of when each was.
drop table plans.plan_compared;
create table plans.texts_compared (
  only_row boolean primary key default true check (only_row),
  snapshot pg_snapshot not null,
  course   text not null,
  at       timestamptz not null
);
alter table plans.texts_compared enable row level security;

-- All that had changed in a snapshot was compared, says the system. What is said to have been changed by transactions that are still to
-- come is of another cluster, which this database was brought from: it would be read again and again.
create function plans.note_texts_compared(in_snapshot pg_snapshot, at timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
as $$
  insert into plans.texts_compared (snapshot, course, at)
    select in_snapshot, plans.course_of_cluster(), note_texts_compared.at where plans.actor_is_system()
    on conflict (only_row) do update set (snapshot, course, at) = (excluded.snapshot, excluded.course, excluded.at);
  delete from plans.text_change c where c.xact >= pg_snapshot_xmax(pg_current_snapshot()) and plans.actor_is_system();
$$;

-- The plans to compare again for the work lists, for the system alone: all, unless others were compared in this course of the database
-- since a threshold of the check was stated. What is stated may be seen some time after: longer than anyone takes to state it.
create function plans.plans_to_compare() returns table (plan_reference text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with compared as materialized (
    select t.snapshot from plans.texts_compared t
    where t.course = plans.course_of_cluster() and pg_snapshot_xmax(t.snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
      and not exists (select from plans.check_threshold c
        where c.name like 'generic-text%' and coalesce(c.from_on <= current_date, true)
          and t.at <= greatest(c.stated_at, c.from_on) + interval '5 minutes')
  )
  select s.reference from plans.plan_states_at('infinity') s
  where plans.actor_is_system() and (not exists (select from compared)
    or s.record_id in (select c.plan_id from compared cross join plans.text_changes_since(compared.snapshot) c))
  order by s.reference
$$;

alter table plans.text_change enable row level security;
revoke execute on function plans.note_text_change(), plans.text_changes_since(pg_snapshot), plans.has_changed_texts(),
  plans.course_of_cluster(), plans.all_texts(), plans.changed_texts(pg_snapshot), plans.plans_to_compare(),
  plans.note_texts_compared(pg_snapshot, timestamptz) from public;
grant execute on function plans.checked_plans(timestamptz, integer[], text[]), plans.has_changed_texts(),
  plans.course_of_cluster(), plans.all_texts(), plans.changed_texts(pg_snapshot), plans.plans_to_compare(),
  plans.note_texts_compared(pg_snapshot, timestamptz) to fourfold_app;
