-- What people typed and did not record yet, so that it is never lost. A draft is its person's alone.

create table platform.draft (
  id         uuid primary key default gen_random_uuid(),
  person_id  integer not null references organisations.person,
  kind       text not null, -- 'threats.new', 'threats.change', …
  subject    text,          -- the reference of the record that it would change
  address    text not null check (address like '/%'),
  title      text not null,
  fields     jsonb not null default '{}' check (length(fields::text) <= 400000),
  opened_at  timestamptz not null default clock_timestamp(),
  saved_at   timestamptz,
  done_at    timestamptz,
  done_href  text, -- what came of it: the same form sent again leads there
  check ((done_at is null) = (done_href is null))
);
create index on platform.draft (person_id, saved_at);

alter table platform.draft enable row level security;
create policy own on platform.draft
  using (person_id = (select organisations.actor_id())) with check (person_id = (select organisations.actor_id()));

grant select, delete on platform.draft to fourfold_app;
grant insert (person_id, kind, subject, address, title) on platform.draft to fourfold_app;
grant update (fields, title, saved_at, done_at, done_href) on platform.draft to fourfold_app;

-- Keeps what came in after the session had ended. Whoever knows a draft's random id can write to it while it is open, and can
-- read nothing but where it is to be continued.
create function platform.keep_draft(of_draft uuid, typed jsonb) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  continued_at text;
begin
  update platform.draft d set fields = typed, saved_at = date_trunc('milliseconds', clock_timestamp())
    where d.id = of_draft and d.done_at is null and length(typed::text) <= 400000
    returning d.address into continued_at;
  return continued_at;
end $$;

-- Forgets drafts nobody will come back to: never saved, or saved long ago. What came of a draft is remembered as long as one
-- that was never saved.
create function platform.forget_drafts(unsaved_before timestamptz, saved_before timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  forgotten integer;
begin
  delete from platform.draft d
    where case
      when d.done_at is not null then d.done_at < unsaved_before
      when d.saved_at is null then d.opened_at < unsaved_before
      else d.saved_at < saved_before
    end;
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

revoke execute on function platform.keep_draft(uuid, jsonb), platform.forget_drafts(timestamptz, timestamptz) from public;
grant execute on function platform.keep_draft(uuid, jsonb), platform.forget_drafts(timestamptz, timestamptz) to fourfold_app;
