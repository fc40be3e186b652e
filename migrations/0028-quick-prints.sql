-- The print of a text and its runs, word by word in one pass: half of what it took to record an action, or thousands. What they are
-- is told in 0018. A text without words has neither.
create function plans.prints_of(words text[], out text_print bytea, out text_runs integer[])
  language plpgsql stable parallel safe
as $$
declare
  many constant integer := coalesce(cardinality(words), 0);
  by_seed bigint;
begin
  if many = 0 then
    return;
  end if;
  select seed into by_seed from plans.print_seed;
  text_print := '';
  for place in 1 .. many loop
    text_print := text_print || int4send((hashtextextended(words[place], by_seed) >> 32)::integer);
  end loop;
  for place in 1 .. greatest(many - 2, 1) loop
    text_runs[place] :=
      (hashtextextended(concat_ws(' ', words[place], words[place + 1], words[place + 2]), by_seed) >> 32)::integer;
  end loop;
end $$;

-- Also how many words an action has, and which is its first.
create function plans.print_text() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  words text[];
begin
  if tg_table_name = 'plan_state' then
    words := plans.words_of(new.objective);
  else
    words := plans.words_of(new.says);
  end if;
  if tg_table_name = 'action_state' then
    new.says_words := cardinality(words);
    new.says_first := words[1];
  end if;
  select p.text_print, p.text_runs into new.text_print, new.text_runs from plans.prints_of(words) p;
  return new;
end $$;
create or replace trigger print_text before insert on plans.plan_state for each row execute function plans.print_text();
create or replace trigger print_text before insert on plans.aim_state for each row execute function plans.print_text();
create or replace trigger print_text before insert on plans.action_state for each row execute function plans.print_text();
drop function plans.print_objective(), plans.print_aim(), plans.print_action(), plans.print_of(text[]), plans.runs_of(text[]);
revoke execute on function plans.prints_of(text[]), plans.print_text() from public;
