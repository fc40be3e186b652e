-- Imports: each file that was sent, what came of checking it, and what was taken of it.

create schema exchange;

create table exchange.import (
  id              uuid primary key,
  number          integer generated always as identity unique,
  register        text not null,
  file_name       text not null check (length(file_name) between 1 and 200),
  bytes           bigint not null,
  sha256          text not null,
  person_id       integer not null references organisations.person,
  organisation_id integer not null references organisations.organisation,
  -- Who had it taken: their authority counts, and stands on the states.
  taken_by        integer references organisations.person,
  state           text not null check (state in ('waiting', 'checking', 'checked', 'accepting', 'done', 'failed', 'withdrawn')),
  mode            text not null check (mode in ('check', 'accept', 'accept-good')),
  rows_read       integer not null default 0,
  rows_good       integer not null default 0,
  rows_bad        integer not null default 0,
  problems        integer not null default 0,
  warnings        integer not null default 0,
  new_records     integer not null default 0,
  new_states      integer not null default 0,
  unchanged       integer not null default 0,
  sent_at         timestamptz not null,
  started_at      timestamptz,
  finished_at     timestamptz
);
create index on exchange.import (organisation_id, number);

-- The file in pieces of a megabyte, so that any server can go on with it; gone once it was taken or withdrawn. Rows that were
-- not taken stay, to be mended and sent again.
create table exchange.import_file (
  import_id uuid not null references exchange.import,
  kind      text not null check (kind in ('sent', 'rejected')),
  position  integer not null,
  content   bytea not null,
  primary key (import_id, kind, position)
);
alter table exchange.import_file alter column content set storage external;

-- The first thousand problems, and the warnings, by line.
create table exchange.import_problem (
  import_id   uuid not null references exchange.import,
  kind        text not null check (kind in ('problem', 'warning')),
  position    integer not null,
  line        integer,
  column_name text,
  problem     text not null,
  primary key (import_id, kind, position)
);

-- The organisations whose imports the actor sees: its own, and every one for administrators and the system.
create function exchange.actor_organisations() returns integer[]
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(o.id), '{}')
  from organisations.person p
  join organisations.organisation_today mine on mine.id = p.organisation_id
  join organisations.organisation_today o on true
  where p.id = organisations.actor_id() and p.disabled_at is null
    and (p.parts && array['administrator', 'system'] or o.today_id = mine.today_id)
$$;

-- The organisations whose files the actor may read: an administrator sees no record by being administrator.
create function exchange.actor_file_organisations() returns integer[]
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(o.id), '{}')
  from organisations.person p
  join organisations.organisation_today mine on mine.id = p.organisation_id
  join organisations.organisation_today o on true
  where p.id = organisations.actor_id() and p.disabled_at is null
    and ('system' = any (p.parts) or o.today_id = mine.today_id)
$$;

alter table exchange.import enable row level security;
alter table exchange.import_file enable row level security;
alter table exchange.import_problem enable row level security;

create policy organisations on exchange.import
  using (organisation_id = any ((select exchange.actor_organisations())::integer[]));
create policy organisations on exchange.import_file
  using (exists (select from exchange.import i
    where i.id = import_id and i.organisation_id = any ((select exchange.actor_file_organisations())::integer[])));
create policy organisations on exchange.import_problem
  using (exists (select from exchange.import i
    where i.id = import_id and i.organisation_id = any ((select exchange.actor_file_organisations())::integer[])));

revoke execute on function exchange.actor_organisations(), exchange.actor_file_organisations() from public;
grant usage on schema exchange to fourfold_app;
grant execute on function exchange.actor_organisations(), exchange.actor_file_organisations() to fourfold_app;
grant select, insert, update on exchange.import to fourfold_app;
grant select, insert, delete on exchange.import_file, exchange.import_problem to fourfold_app;
