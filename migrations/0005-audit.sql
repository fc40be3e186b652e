-- The audit: who was shown, changed, exported, imported or refused what, when and why. Entries hold references and names of
-- fields, never values (Data Protection Act 2018 s.62: collection, alteration, consultation, disclosure, combination, erasure).

create schema audit;

create sequence audit.entry_id as bigint;

-- A transaction has its own number before it takes an entry's: sealing counts on it (0006-audit-sealing.sql).
create function audit.next_entry_id() returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_current_xact_id();
  return nextval('audit.entry_id');
end $$;

create table audit.entry (
  id               bigint primary key default audit.next_entry_id(),
  occurred_at      timestamptz not null default clock_timestamp(),
  request_id       text not null,
  person_id        integer,
  actor            text not null,
  organisation     text,
  event            text not null,
  outcome          text not null check (outcome in ('done', 'refused')),
  shown            text[] not null default '{}', -- 'threats:CHE-00001', …
  details          jsonb not null default '{}',
  reason           text,
  as_at            timestamptz
);
create index entry_record on audit.entry using gin (shown);
create index entry_person on audit.entry (person_id, occurred_at);

-- Entries are sealed in batches: each gets a position, without gaps, and a hash over its content and the hash before it.
create table audit.seal (
  position  bigint primary key,
  entry_id  bigint not null unique,
  hash      bytea not null,
  sealed_at timestamptz not null
);

grant usage on schema audit to fourfold_app;
-- Written and never changed: the program may not update or delete an entry, nor choose its number or its moment. What it may
-- read goes through functions.
grant insert (request_id, person_id, actor, organisation, event, outcome, shown, details, reason, as_at)
  on audit.entry to fourfold_app;
