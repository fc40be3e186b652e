-- Texts of plans, as the checks need them: words, prints and runs of words, so that copies can be told.

-- The words of a text: folded to lower case, parted where there is white space or punctuation. What joins two halves of one word
-- (co-ordinate, don't) is dropped.
create function plans.words_of(says text) returns text[]
  language sql immutable parallel safe
  return array_remove(string_to_array(translate(lower(says),
    E' \t\r\n\u00a0.,;:!?()[]{}"/\\|*+=<>_#&@\u2026\u2013\u2014\u201c\u201d\u2022\u00b7-\u2010\u2011''\u2018\u2019',
    rpad('', 37, ' ')), ' '), '');

-- The print of a text: a hash of each of its words in order, four bytes each, by a seed of this database's own that nobody reads.
-- Its runs: a hash of every three words that follow each other; of a shorter text, one of all of it. States get theirs
-- as they are recorded, since splitting thousands of texts takes long.
create table plans.print_seed (
  only_row boolean primary key default true check (only_row),
  seed     bigint not null default (random() * 9007199254740991)::bigint
);
insert into plans.print_seed default values;

alter table plans.plan_state add text_print bytea, add text_runs integer[];
alter table plans.aim_state add text_print bytea, add text_runs integer[];
-- Also how many words an action has, and which is its first.
alter table plans.action_state add text_print bytea, add text_runs integer[], add says_words integer, add says_first text;

create function plans.print_of(words text[]) returns bytea
  language sql stable parallel safe
  return (select string_agg(int4send((hashtextextended(words[place], seed) >> 32)::integer), ''::bytea order by place)
    from plans.print_seed cross join generate_series(1, cardinality(words)) place);
create function plans.runs_of(words text[]) returns integer[]
  language sql stable parallel safe
  return (select array_agg(
      (hashtextextended(concat_ws(' ', words[place], words[place + 1], words[place + 2]), seed) >> 32)::integer order by place)
    from plans.print_seed
    cross join generate_series(1, greatest(cardinality(words) - 2, least(cardinality(words), 1))) place);

create function plans.print_objective() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  words text[] := plans.words_of(new.objective);
begin
  new.text_print := plans.print_of(words);
  new.text_runs := plans.runs_of(words);
  return new;
end $$;
create function plans.print_aim() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  words text[] := plans.words_of(new.says);
begin
  new.text_print := plans.print_of(words);
  new.text_runs := plans.runs_of(words);
  return new;
end $$;
create function plans.print_action() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  words text[] := plans.words_of(new.says);
begin
  new.text_print := plans.print_of(words);
  new.text_runs := plans.runs_of(words);
  new.says_words := cardinality(words);
  new.says_first := words[1];
  return new;
end $$;
create trigger print_text before insert on plans.plan_state for each row execute function plans.print_objective();
create trigger print_text before insert on plans.aim_state for each row execute function plans.print_aim();
create trigger print_text before insert on plans.action_state for each row execute function plans.print_action();

create index plan_state_runs on plans.plan_state using gin (text_runs);
create index aim_state_runs on plans.aim_state using gin (text_runs);
create index action_state_runs on plans.action_state using gin (text_runs);

-- The states as known at an instant, 'infinity' for now. Each of the two has its own index, and only one is ever looked into.
create function plans.plan_states_at(of_instant timestamptz) returns setof plans.plan_state
  language sql stable
as $$
  select s.* from plans.plan_state s
  where of_instant = 'infinity' and s.recorded_to = 'infinity' and s.in_error is null
  union all
  select s.* from plans.plan_state s
  where of_instant < 'infinity' and s.recorded_from <= of_instant and of_instant < s.recorded_to and s.in_error is null
$$;
create function plans.aim_states_at(of_instant timestamptz) returns setof plans.aim_state
  language sql stable
as $$
  select s.* from plans.aim_state s
  where of_instant = 'infinity' and s.recorded_to = 'infinity' and s.in_error is null
  union all
  select s.* from plans.aim_state s
  where of_instant < 'infinity' and s.recorded_from <= of_instant and of_instant < s.recorded_to and s.in_error is null
$$;
create function plans.action_states_at(of_instant timestamptz) returns setof plans.action_state
  language sql stable
as $$
  select s.* from plans.action_state s
  where of_instant = 'infinity' and s.recorded_to = 'infinity' and s.in_error is null
  union all
  select s.* from plans.action_state s
  where of_instant < 'infinity' and s.recorded_from <= of_instant and of_instant < s.recorded_to and s.in_error is null
$$;

-- The texts of plans, by their references, as known at an instant: the objective, then the aims, then the actions.
create function plans.texts_at(of_instant timestamptz, of_plans text[])
  returns table (plan_reference text, part integer, reference text, text_print bytea, text_runs integer[])
  language sql stable
as $$
  select s.reference, 0, ''::text, s.text_print, s.text_runs from plans.plan_states_at(of_instant) s
    where s.reference = any (of_plans)
  union all
  select s.plan_reference, 1, s.reference, s.text_print, s.text_runs from plans.aim_states_at(of_instant) s
    where s.plan_reference = any (of_plans)
  union all
  select s.plan_reference, 2, s.reference, s.text_print, s.text_runs from plans.action_states_at(of_instant) s
    where s.plan_reference = any (of_plans)
$$;

-- When a plan was first recorded: of two that are alike, the later is the copy.
create function plans.plan_begun_at(of_plan bigint) returns timestamptz
  language sql stable
as $$
  select min(s.recorded_from) from plans.plan_state s where s.record_id = of_plan
$$;

-- Plans recorded before one that may have so many percent of its words, the likeliest first. What is common in all plans shows
-- nothing and is not looked up: what the database's statistics know in over 500 texts, and the commonest of the rest as far as
-- they can't make half of a copy. Of the others one has a quarter at least, and enough to make up the share. Of a plan with
-- many rarer runs a sample by their hashes is looked up, since the index compares every text that it finds with every run that it
-- was asked for. Each counts for all that it stands for: those that repeat as often are in it always, and three tenths less than
-- needed is enough, so that chance hardly hides one.
create function plans.likely_originals(of_instant timestamptz, of_plan text, of_share numeric) returns table (plan_reference text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  set enable_nestloop = off set jit = off
as $$
  with own as materialized (
    select run, count(*) as times
    from plans.texts_at(of_instant, array[of_plan]) t cross join unnest(t.text_runs) run group by run
  ),
  asked as materialized (
    select sum(octet_length(t.text_print)) / 4 * of_share / 100 as enough from plans.texts_at(of_instant, array[of_plan]) t
  ),
  known as materialized (
    select one.run, sum(one.share * c.reltuples) as texts
    from pg_stats
    join pg_class c on c.oid = format('%I.%I', schemaname, tablename)::regclass
    cross join unnest(most_common_elems::text::integer[], most_common_elem_freqs) as one (run, share)
    where schemaname = 'plans' and tablename in ('plan_state', 'aim_state', 'action_state') and attname = 'text_runs'
      and one.run is not null
    group by one.run
  ),
  common as materialized (
    select run, times from (
      select own.run, own.times, known.texts, sum(own.times) over (order by known.texts desc, own.run) as up_to
      from own join known on known.run = own.run
    ) ranked
    cross join asked where ranked.texts > 500 or 3 * ranked.up_to <= asked.enough / 2
  ),
  rare as materialized (select run, times from own where run not in (select common.run from common)),
  sample as (select greatest(count(*) / 400, 1) as one_in from rare),
  rarer as materialized (
    select rare.run, greatest(rare.times, sample.one_in) as times from rare cross join sample
    where rare.times >= sample.one_in or rare.run % sample.one_in = 0
  ),
  needed as (
    select greatest(asked.enough - 3 * (select coalesce(sum(times), 0) from common),
        0.75 * (select sum(rare.times) from rare))
      * case when sample.one_in > 1 then 0.7 else 1 end as words
    from asked cross join sample
  ),
  looked_up as materialized (select array_agg(run) as runs from rarer),
  holder as (
    select s.reference as plan_reference, s.text_runs from plans.plan_states_at(of_instant) s
      where s.text_runs && (select runs from looked_up)
    union all
    select s.plan_reference, s.text_runs from plans.aim_states_at(of_instant) s
      where s.text_runs && (select runs from looked_up)
    union all
    select s.plan_reference, s.text_runs from plans.action_states_at(of_instant) s
      where s.text_runs && (select runs from looked_up)
  ),
  shared as (
    select distinct holder.plan_reference, rarer.run, rarer.times
    from holder cross join unnest(holder.text_runs) held join rarer on rarer.run = held
  ),
  likely as (
    select shared.plan_reference, sum(shared.times) as times from shared
    where shared.plan_reference <> of_plan
    group by shared.plan_reference
    having 3 * sum(shared.times) >= (select needed.words from needed)
  )
  select likely.plan_reference from likely
  join plans.plan p on p.reference = likely.plan_reference
  where plans.plan_begun_at(p.id) <= (select plans.plan_begun_at(one.id) from plans.plan one where one.reference = of_plan)
  order by likely.times desc, likely.plan_reference limit 100
$$;

revoke execute on function plans.print_of(text[]), plans.runs_of(text[]),
  plans.print_objective(), plans.print_aim(), plans.print_action(),
  plans.plan_states_at(timestamptz), plans.aim_states_at(timestamptz), plans.action_states_at(timestamptz),
  plans.texts_at(timestamptz, text[]), plans.plan_begun_at(bigint), plans.likely_originals(timestamptz, text, numeric)
  from public;
