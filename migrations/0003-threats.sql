-- The SOC master list: each threat, and every state it has been recorded in.

create schema threats;

create table threats.threat (
  id          bigint generated always as identity primary key,
  reference   text not null unique,
  owner_id    integer not null references organisations.organisation,
  handling    text not null default 'Region' check (handling in ('Shared', 'Region', 'Organisation', 'Named')),
  audience_id integer not null references organisations.audience,
  erased_at   timestamptz
);

-- A state is whole. It holds from recorded_from (which an import may state) up to recorded_to, the next state's beginning.
create table threats.threat_state (
  id                       bigint generated always as identity primary key,
  record_id                bigint not null references threats.threat,
  audience_id              integer not null references organisations.audience,
  recorded_from            timestamptz not null,
  recorded_to              timestamptz not null default 'infinity',
  entered_at               timestamptz not null,
  person_id                integer references organisations.person,
  import_id                uuid,
  reference                text not null,
  owner_id                 integer not null references organisations.organisation,
  name                     text not null,
  threat_type              text not null,
  type                     text not null,
  soc                      text not null,
  moderation_status        text not null,
  tier                     text not null,
  phase                    text not null,
  crime_category           text not null,
  lead_responsible_officer text,
  unique (record_id, recorded_from),
  check (recorded_from < recorded_to)
);
create index threat_state_current on threats.threat_state (audience_id, owner_id, reference) where recorded_to = 'infinity';
create index threat_state_known on threats.threat_state (audience_id, recorded_from, recorded_to);
create index threat_state_reference on threats.threat_state (reference, recorded_from);
create index threat_state_import on threats.threat_state (import_id);

alter table threats.threat enable row level security;
alter table threats.threat_state enable row level security;

create policy seen on threats.threat for select
  using (audience_id = any ((select organisations.actor_audiences())::integer[]));
create policy recorded on threats.threat for insert
  with check (owner_id = any ((select organisations.actor_records_for())::integer[]));
create policy changed on threats.threat for update
  using (owner_id = any ((select organisations.actor_records_for())::integer[]))
  with check (owner_id = any ((select organisations.actor_records_for())::integer[]));

create policy seen on threats.threat_state for select
  using (audience_id = any ((select organisations.actor_audiences())::integer[]));
create policy recorded on threats.threat_state for insert
  with check (owner_id = any ((select organisations.actor_records_for())::integer[]));
-- A state of before may name another owner than today's: what decides is who owns the record today.
create policy changed on threats.threat_state for update
  using (exists (select from threats.threat t
    where t.id = record_id and t.owner_id = any ((select organisations.actor_records_for())::integer[])));

grant usage on schema threats to fourfold_app;
grant select, insert, update on threats.threat, threats.threat_state to fourfold_app;
