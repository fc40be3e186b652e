-- Whom a request acts for is nearly always as it was at the request before. A server that says what it expects need not wait to be
-- told: it asks on at once, and where anything else is stated, nothing that it has asked is answered.

create function organisations.fail_unless_expected(said text, expected text) returns void
  language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if expected is null or said is not distinct from expected then return; end if;
  raise exception 'Somebody else is stated, or otherwise, than was expected.' using errcode = 'FF001';
end $$;

-- States a person to read, and says what they may do and, after a blank, whom it states; null of one that is unknown or disabled.
create function organisations.state_person(of_person integer, expected text) returns text
  language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
  said text := 'write ' || organisations.state_actor(of_person, 'read')::text;
begin
  perform organisations.fail_unless_expected(said, expected);
  return said;
end $$;

-- The same for the bearer of a token; null also of one that works no more. When it was last used is noted to the minute, and never
-- waited for: many requests may carry one token at once.
create function organisations.state_bearer(of_hash text, at timestamptz, expected text) returns text
  language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
  bearing organisations.token;
  said text;
begin
  select * into bearing from organisations.token t where t.token_hash = of_hash and t.revoked_at is null and t.expires_at > at;
  if found then said := bearing.scope || ' ' || organisations.state_actor(bearing.person_id, 'read')::text; end if;
  perform organisations.fail_unless_expected(said, expected);
  if said is not null and coalesce(bearing.last_used_at < at - interval '1 minute', true)
    and current_setting('transaction_read_only') = 'off' then
    update organisations.token set last_used_at = at
      where id = (select t.id from organisations.token t where t.id = bearing.id for update skip locked);
  end if;
  return said;
end $$;

revoke execute on function organisations.fail_unless_expected(text, text), organisations.state_person(integer, text),
  organisations.state_bearer(text, timestamptz, text) from public;
grant execute on function organisations.fail_unless_expected(text, text), organisations.state_person(integer, text),
  organisations.state_bearer(text, timestamptz, text) to fourfold_app;
