-- Disruptions: each, and every state it has been recorded in.

create schema disruptions;

create table disruptions.disruption (
  id          bigint generated always as identity primary key,
  reference   text not null unique,
  owner_id    integer not null references organisations.organisation,
  handling    text not null default 'Region' check (handling in ('Shared', 'Region', 'Organisation', 'Named')),
  audience_id integer not null references organisations.audience,
  erased_at   timestamptz
);

-- The owner is the lead organisation: the one that records this side of the event. The threat is kept by its reference: rows
-- may arrive before the threat they speak of, and a foreign key would tell that a hidden threat exists.
create table disruptions.disruption_state (
  id                        bigint generated always as identity primary key,
  record_id                 bigint not null references disruptions.disruption,
  audience_id               integer not null references organisations.audience,
  recorded_from             timestamptz not null,
  recorded_to               timestamptz not null default 'infinity',
  entered_at                timestamptz not null,
  person_id                 integer references organisations.person,
  import_id                 uuid,
  reference                 text not null,
  owner_id                  integer not null references organisations.organisation,
  record_date               date not null,
  threat_reference          text not null,
  disruption_type           text not null,
  assessment_category       text not null,
  four_p                    text not null,
  supported_organisation_id integer references organisations.organisation,
  title                     text not null,
  arrests                   integer not null default 0,
  cash_seized_pence         bigint not null default 0,
  event_reference           text,
  unique (record_id, recorded_from),
  check (recorded_from < recorded_to)
);
create index disruption_state_current on disruptions.disruption_state (audience_id, owner_id, record_date)
  where recorded_to = 'infinity';
create index disruption_state_known on disruptions.disruption_state (audience_id, record_date, recorded_from, recorded_to);
create index disruption_state_reference on disruptions.disruption_state (reference, recorded_from);
create index disruption_state_threat on disruptions.disruption_state (threat_reference);
create index disruption_state_import on disruptions.disruption_state (import_id);

alter table disruptions.disruption enable row level security;
alter table disruptions.disruption_state enable row level security;

create policy seen on disruptions.disruption for select
  using (audience_id = any ((select organisations.actor_audiences())::integer[]));
create policy recorded on disruptions.disruption for insert
  with check (owner_id = any ((select organisations.actor_records_for())::integer[]));
create policy changed on disruptions.disruption for update
  using (owner_id = any ((select organisations.actor_records_for())::integer[]))
  with check (owner_id = any ((select organisations.actor_records_for())::integer[]));

create policy seen on disruptions.disruption_state for select
  using (audience_id = any ((select organisations.actor_audiences())::integer[]));
create policy recorded on disruptions.disruption_state for insert
  with check (owner_id = any ((select organisations.actor_records_for())::integer[]));
create policy changed on disruptions.disruption_state for update
  using (exists (select from disruptions.disruption d
    where d.id = record_id and d.owner_id = any ((select organisations.actor_records_for())::integer[])));

grant usage on schema disruptions to fourfold_app;
grant select, insert, update on disruptions.disruption, disruptions.disruption_state to fourfold_app;
