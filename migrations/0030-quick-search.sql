-- A search by a part of a name looked at every name that the person may see: ILIKE is not leakproof, so row-level security lets no
-- index come before it. Here the texts that records have today stand once each in a table of their own, which the program can't
-- read, indexed by their parts; references are indexed so where they stand. Functions look there, and tell only those of which the
-- actor sees a record. See docs/decisions/0021-texts-in-use.md.

create extension if not exists pg_trgm with schema platform;

do $$
declare
  one record;
  -- Where an administrator had made the extension already, it stays where they put it.
  trigrams text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm');
begin
  -- In the statements: 1 the states, 2 their column, 3 what begins the names of all that is made for it, 4 where the extension is,
  -- 5 the records.
  for one in
    select head, head || '_state' as states, field, head || '_' || field as named
    from (values ('threats.threat', 'name'), ('disruptions.disruption', 'title'), ('plans.plan', 'title'), ('plans.aim', 'says'),
      ('plans.action', 'says')) as register (head, field)
  loop
    -- Not unique: two who bring the same new text would wait for each other, behind a long import. One that is there twice does no
    -- harm. Lower case is what ILIKE compares; the extension by itself may take other letters for the same.
    execute format($each$
      create table %3$s_in_use (text text not null);
      alter table %3$s_in_use enable row level security;
      insert into %3$s_in_use
        select distinct s.%2$s from %1$s s where s.recorded_to = 'infinity' and s.in_error is null;
      create index on %3$s_in_use using hash (text);
      create index on %3$s_in_use using gin (lower(text) %4$I.gin_trgm_ops);

      create function %3$s_like(pattern text) returns setof text
        language plpgsql stable rows 20 security definer
        set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
      as $like$
      begin
        return query select used.text from %3$s_in_use used
          where lower(used.text) like lower(pattern) and exists (
            select from %1$s s
            where s.%2$s = used.text and s.recorded_to = 'infinity' and s.in_error is null
              and s.audience_id = any ((select organisations.actor_audiences())::integer[]));
      end $like$;

      create function %3$s_added() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp
      as $added$
      begin
        insert into %3$s_in_use
          select distinct s.%2$s from added s where s.recorded_to = 'infinity' and s.in_error is null
            and not exists (select from %3$s_in_use used where used.text = s.%2$s);
        return null;
      end $added$;
      create trigger %2$s_added after insert on %1$s referencing new table as added
        for each statement execute function %3$s_added();
    $each$, one.states, one.field, one.named, trigrams);

    -- Nothing is overwritten but by erasure, which has to leave no trace. Whoever records at this moment may have found the text
    -- that goes: they are waited for, and whoever comes later waits.
    execute format($each$
      create function %3$s_changed() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp
      as $changed$
      begin
        lock table %3$s_in_use in share row exclusive mode;
        insert into %3$s_in_use
          select new.%2$s where new.recorded_to = 'infinity' and new.in_error is null
            and not exists (select from %3$s_in_use used where used.text = new.%2$s);
        delete from %3$s_in_use used where used.text = old.%2$s and not exists (
          select from %1$s s where s.%2$s = old.%2$s and s.recorded_to = 'infinity' and s.in_error is null);
        return null;
      end $changed$;
      create trigger %2$s_changed after update of %2$s on %1$s for each row
        when (old.%2$s is distinct from new.%2$s) execute function %3$s_changed();

      create index on %5$s using gin (lower(reference) %4$I.gin_trgm_ops);
      create function %5$s_reference_like(pattern text, most integer default null) returns setof text
        language plpgsql stable rows 20 security definer
        set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
      as $like$
      begin
        return query select h.reference from %5$s h
          where lower(h.reference) like lower(pattern) and exists (
            select from %1$s s
            where s.reference = h.reference and s.recorded_to = 'infinity' and s.in_error is null
              and s.audience_id = any ((select organisations.actor_audiences())::integer[]))
          order by h.reference limit most;
      end $like$;

      revoke execute on function
        %3$s_like(text), %3$s_added(), %3$s_changed(), %5$s_reference_like(text, integer) from public;
      grant execute on function %3$s_like(text), %5$s_reference_like(text, integer) to fourfold_app;
    $each$, one.states, one.field, one.named, trigrams, one.head);
  end loop;
end $$;

-- Where a text is found, its records are counted and put in order without looking at them: what lists are narrowed by besides stands
-- in the index (0029), but for other long texts, which would not fit into a page of it with the longest name. The texts of aims and
-- actions are too long for one that has an order.
drop index threats.threat_state_by_name;
create index threat_state_by_name on threats.threat_state (name, reference)
  include (id, audience_id, owner_id, tier, threat_type, moderation_status, soc, type)
  where recorded_to = 'infinity' and in_error is null;
create index disruption_state_by_title on disruptions.disruption_state (title, reference)
  include (id, audience_id, owner_id, record_date, four_p, assessment_category, disruption_type, supported_organisation_id)
  where recorded_to = 'infinity' and in_error is null;
create index plan_state_by_title on plans.plan_state (title, reference) include (id, audience_id, owner_id)
  where recorded_to = 'infinity' and in_error is null;
create index aim_state_by_says on plans.aim_state using hash (says) where recorded_to = 'infinity' and in_error is null;
create index action_state_by_says on plans.action_state using hash (says) where recorded_to = 'infinity' and in_error is null;
