-- What is missing is looked up before the lock is had: a server that came to it just as another had made the months and was done made them again, and
-- failed. The other has made all of them then, in one transaction, so none is missing.
create or replace function audit.prepare_months() returns integer
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
exception
  when duplicate_table then return 0;
  when lock_not_available then return cardinality(missing);
end $$;
