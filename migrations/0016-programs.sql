-- Programs that write: what a token may do, and an answer kept so that the same request sent twice acts once.

-- A token made before it could be said may do all that its person may.
alter table organisations.token add scope text not null default 'write' check (scope in ('read', 'write'));

-- The answer to a request that a program may send again, by its own key. It shows what records hold, to whom it showed it
-- once already; nobody else can read it, and a day later it is gone.
create table platform.kept_answer (
  person_id    integer not null references organisations.person,
  key          text not null check (length(key) between 1 and 200),
  request_hash text not null,
  status       integer not null,
  headers      jsonb not null,
  body         text not null,
  shown        text[] not null,
  kept_at      timestamptz not null,
  primary key (person_id, key)
);
create index on platform.kept_answer (kept_at);

alter table platform.kept_answer enable row level security;
create policy own on platform.kept_answer
  using (person_id = (select organisations.actor_id())) with check (person_id = (select organisations.actor_id()));

-- Tidying acts for nobody in particular, and sees nothing: it can only end what is old.
create function platform.forget_kept_answers(before timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  forgotten integer;
begin
  delete from platform.kept_answer where kept_at < least(before, clock_timestamp() - interval '24 hours');
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

revoke execute on function platform.forget_kept_answers(timestamptz) from public;
grant execute on function platform.forget_kept_answers(timestamptz) to fourfold_app;
grant select, insert, update on platform.kept_answer to fourfold_app;
