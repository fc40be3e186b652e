-- Messages to people: the digest of what waits for them. They hold counts and headings only, never anything of a record.

create schema notices;

-- What an organisation may set for itself. Local defaults: no source says when such a message should come, or how long it
-- should be kept.
create table notices.setting (
  name    text primary key,
  value   text not null,
  meaning text not null
);
insert into notices.setting (name, value, meaning) values
  ('digest from', '07:00', 'The digest of a working day is written from this time on, Europe/London'),
  ('days kept', '90', 'Messages are deleted so many days after they were written');

-- Days besides Saturday and Sunday on which no digest is written: the bank holidays of England and Wales.
create table notices.day_off (
  day  date primary key,
  name text not null
);
insert into notices.day_off (day, name) values
  ('2026-12-25', 'Christmas Day'), ('2026-12-28', 'Boxing Day (substitute day)'),
  ('2027-01-01', 'New Year’s Day'), ('2027-03-26', 'Good Friday'), ('2027-03-29', 'Easter Monday'),
  ('2027-05-03', 'Early May bank holiday'), ('2027-05-31', 'Spring bank holiday'),
  ('2027-08-30', 'Summer bank holiday'), ('2027-12-27', 'Christmas Day (substitute day)'),
  ('2027-12-28', 'Boxing Day (substitute day)'),
  ('2028-01-03', 'New Year’s Day (substitute day)'), ('2028-04-14', 'Good Friday'), ('2028-04-17', 'Easter Monday'),
  ('2028-05-01', 'Early May bank holiday'), ('2028-05-29', 'Spring bank holiday'),
  ('2028-08-28', 'Summer bank holiday'), ('2028-12-25', 'Christmas Day'), ('2028-12-26', 'Boxing Day');

-- How often a person wants a digest; who has no row gets one each working day on which something waits.
create table notices.preference (
  person_id integer primary key references organisations.person,
  digest    text not null check (digest in ('daily', 'weekly', 'never'))
);

-- Whose day's digest is settled, written or not: once a person and day, however many servers run and however often they start.
create table notices.digest_day (
  person_id integer not null references organisations.person,
  day       date not null,
  primary key (person_id, day)
);

create table notices.message (
  id              uuid primary key default gen_random_uuid(),
  person_id       integer not null references organisations.person,
  day             date not null,
  written_at      timestamptz not null,
  subject         text not null check (length(subject) between 1 and 200 and subject !~ '[[:cntrl:]]'),
  body            text not null,
  read_at         timestamptz,
  -- none: stays in the product. An attempt is counted before it is made, so that one which kills the server is counted too.
  mail            text not null check (mail in ('none', 'waiting', 'sent', 'failed')),
  attempts        integer not null default 0,
  next_attempt_at timestamptz,
  delivered_at    timestamptz,
  last_problem    text,
  last_problem_at timestamptz,
  unique (person_id, day),
  foreign key (person_id, day) references notices.digest_day,
  check ((mail = 'waiting') = (next_attempt_at is not null)),
  check ((mail = 'sent') = (delivered_at is not null))
);
create index message_unread on notices.message (person_id) where read_at is null;
create index message_waiting on notices.message (next_attempt_at) where mail = 'waiting';
create index message_written on notices.message (written_at);

create function notices.actor_has_part(part text) returns boolean
  language sql stable
  return exists (
    select from organisations.person p
    where p.id = organisations.actor_id() and p.disabled_at is null and part = any (p.parts));

alter table notices.preference enable row level security;
alter table notices.digest_day enable row level security;
alter table notices.message enable row level security;

-- Each person's own. Delivery, and deleting what is old, are the system's.
create policy own on notices.preference using (person_id = (select organisations.actor_id()));
create policy own on notices.digest_day using (person_id = (select organisations.actor_id()));
create policy own on notices.message using (person_id = (select organisations.actor_id()));
create policy system on notices.preference for select using ((select notices.actor_has_part('system')));
create policy system on notices.digest_day using ((select notices.actor_has_part('system')));
create policy system on notices.message using ((select notices.actor_has_part('system')));

-- How mail fares, for administrators: counts, and what a mail server said last. No message, and nobody's name.
create function notices.outbox(present timestamptz) returns table (
    waiting integer, tried integer, failed integer, delivered integer, oldest_at timestamptz,
    last_problem text, last_problem_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select count(*) filter (where m.mail = 'waiting')::integer,
    count(*) filter (where m.mail = 'waiting' and m.attempts > 0)::integer,
    count(*) filter (where m.mail = 'failed' and m.written_at > present - interval '30 days')::integer,
    count(*) filter (where m.mail = 'sent' and m.delivered_at > present - interval '7 days')::integer,
    min(m.written_at) filter (where m.mail = 'waiting'),
    (array_agg(m.last_problem order by m.last_problem_at desc) filter (where m.last_problem_at is not null))[1],
    max(m.last_problem_at)
  from notices.message m
  where notices.actor_has_part('administrator')
$$;

revoke execute on function notices.outbox(timestamptz), notices.actor_has_part(text) from public;
grant usage on schema notices to fourfold_app;
grant execute on function notices.outbox(timestamptz), notices.actor_has_part(text) to fourfold_app;
grant select on notices.setting, notices.day_off to fourfold_app;
grant select, insert, update on notices.preference to fourfold_app;
grant select, insert, delete on notices.digest_day to fourfold_app;
grant select, insert, delete on notices.message to fourfold_app;
-- What was written to someone is never changed.
grant update (read_at, mail, attempts, next_attempt_at, delivered_at, last_problem, last_problem_at)
  on notices.message to fourfold_app;
