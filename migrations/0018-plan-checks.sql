-- What an inspector would find in 4P plans: the thresholds and words that the checks go by, and the facts that they are computed
-- from.

-- A threshold holds from its day (or ever) until another of its name does. Nothing is changed or taken away: another is stated.
create table plans.check_threshold (
  id        integer generated always as identity primary key,
  name      text not null check (length(name) between 1 and 100),
  value     numeric not null check (value >= 0),
  from_on   date,
  stated_at timestamptz not null default clock_timestamp(),
  person_id integer references organisations.person
);
create index on plans.check_threshold (name, from_on);

-- All are local defaults: no published standard says how many, or how long.
insert into plans.check_threshold (name, value, stated_at)
  select name, value, '-infinity' from (values
    ('owner-overloaded', 10), ('action-unclear', 5), ('out-of-date', 0), ('out-of-date-without-day', 180),
    ('never-reviewed', 90), ('not-reviewed-by-owner', 180), ('generic-text', 50), ('generic-text-words', 20),
    ('actions-overdue', 0), ('pursue-heavy', 20), ('aim-without-activity', 90)
  ) as usual (name, value);

-- What a threshold is on a day, as was known at an instant.
create function plans.threshold_on(of_name text, of_day date, of_instant timestamptz) returns numeric
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select t.value from plans.check_threshold t
  where t.name = of_name and t.stated_at <= of_instant and coalesce(t.from_on <= of_day, true)
  order by t.from_on desc nulls last, t.id desc limit 1
$$;

-- Verbs that the actions of plans begin with. Local default, from general English.
create table plans.action_verb (
  word    text primary key check (word = lower(word)),
  from_on date,
  to_on   date
);
insert into plans.action_verb (word) select unnest(regexp_split_to_array(btrim('
  accompany act add address advise agree alert allocate analyse appeal apply appoint apprehend approach arrange arrest
  ask assess assign assist attend audit ban block book brief bring build buy call canvass capture carry challenge
  charge check circulate clarify clear close coach collate collect commission communicate compare compile complete
  conduct confirm confiscate consider consult contact continue control convene coordinate counsel cover create cut
  debrief deconflict define deliver demolish deny deploy describe design detain detect determine develop direct
  disable discourage discuss dismantle display disrupt disseminate distribute divert document draft draw drive educate
  eject embed enable encourage end enforce engage enlist enquire ensure equip establish evaluate evict evidence
  examine exchange execute exercise expand explain explore extend extradite fence file fill find fit flag follow
  forfeit formalise forward freeze fund gain gather get give guard guide hand help highlight hold host identify
  implement impose improve increase inform initiate inspect install instruct intercept interview introduce invest
  investigate invite involve issue join keep launch lead learn lease liaise light limit link list lobby locate lock
  log look maintain make manage map mark meet mentor mitigate monitor move name negotiate nominate notify object
  obtain offer open oppose order organise outline oversee patrol persuade photograph place plan plot position post
  prepare present preserve press prevent prioritise process procure produce profile progress prohibit promote propose
  prosecute protect provide publicise publish pursue put question raid raise read reassess reassure rebuild recall
  recommend record recover recruit reduce refer refresh refuse register rehearse rehouse relocate remind remove renew
  reopen repair repeat replace report request require rescue research resolve respond restore restrain restrict
  retrieve return review revisit revoke run safeguard scan schedule scope screen search secure seek seize select sell
  send serve set share shut sign signpost speak specify stage start state stop store strengthen submit summarise
  supervise supply support survey suspend sustain tackle take talk target task teach tell tender terminate test
  tighten trace track train transfer translate treat trial trigger undertake update upgrade use validate verify vet
  view visit walk warn watch weed welcome withdraw work write
', E' \n'), '\s+'));

-- The words of a text: folded to lower case, parted where there is white space or punctuation. What joins two halves of one word
-- (co-ordinate, don't) is dropped.
create function plans.words_of(says text) returns text[]
  language sql immutable parallel safe
  return array_remove(string_to_array(translate(lower(says),
    E' \t\r\n\u00a0.,;:!?()[]{}"/\\|*+=<>_#&@\u2026\u2013\u2014\u201c\u201d\u2022\u00b7-\u2010\u2011''\u2018\u2019',
    rpad('', 37, ' ')), ' '), '');

-- The print of a text: a hash of each of its words in order, four bytes each, by a seed of this database's own that nobody reads.
-- States get theirs as they are recorded, since splitting thousands of texts takes long.
create table plans.print_seed (
  only_row boolean primary key default true check (only_row),
  seed     bigint not null default (random() * 9007199254740991)::bigint
);
insert into plans.print_seed default values;

create function plans.print_of(words text[]) returns bytea
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select string_agg(int4send((hashtextextended(word, (select seed from plans.print_seed)) >> 32)::integer), ''::bytea)
  from unnest(words) word
$$;

alter table plans.plan_state add text_print bytea;
alter table plans.aim_state add text_print bytea;
alter table plans.action_state add text_print bytea, add says_words integer, add says_first text;

create function plans.print_plan_state() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  new.text_print := plans.print_of(plans.words_of(new.objective));
  return new;
end $$;
create function plans.print_aim_state() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  new.text_print := plans.print_of(plans.words_of(new.says));
  return new;
end $$;
create function plans.print_action_state() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  words text[] := plans.words_of(new.says);
begin
  new.text_print := plans.print_of(words);
  new.says_words := cardinality(words);
  new.says_first := words[1];
  return new;
end $$;
create trigger print before insert on plans.plan_state for each row execute function plans.print_plan_state();
create trigger print before insert on plans.aim_state for each row execute function plans.print_aim_state();
create trigger print before insert on plans.action_state for each row execute function plans.print_action_state();

-- The organisations of which the actor may have figures: all, for inspectors, national agencies and the system; for oversight,
-- those of its area; for those who work in a force or a regional unit, those of today's regions of their organisation. With each
-- the organisations that it succeeded.
create function plans.check_scope() returns table (organisation_id integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with asker as (
    select today.today_id as organisation_id, o.kind, p.parts
    from organisations.person p
    join organisations.organisation_today today on today.id = p.organisation_id
    join organisations.organisation o on o.id = today.today_id
    where p.id = organisations.actor_id() and p.disabled_at is null
  ),
  worker as (
    select * from asker where kind in ('Police force', 'Regional organised crime unit', 'National agency')
      and parts && array['analyst', 'lead responsible officer', 'moderator', 'tasking manager']
  ),
  region as (
    select m.region_id from worker join organisations.region_member m on m.organisation_id = worker.organisation_id
    where coalesce(m.from_on <= current_date, true) and coalesce(current_date < m.to_on, true)
    union
    select a.region_id from asker join insight.oversight_area a on a.organisation_id = asker.organisation_id
    where 'oversight' = any (asker.parts)
  ),
  theirs as (
    select organisation_id from worker
    union
    select m.organisation_id from region join organisations.region_member m using (region_id)
    where coalesce(m.from_on <= current_date, true) and coalesce(current_date < m.to_on, true)
  )
  select today.id from organisations.organisation_today today
  where today.today_id in (select theirs.organisation_id from theirs)
    or exists (select from asker where parts && array['inspector', 'system'])
    or exists (select from worker where kind = 'National agency')
$$;

-- What the checks are computed from, as known at an instant ('infinity' for now): of every plan and live threat of the scope, or
-- of one plan that the actor sees. It reads all of them under its own authority. Of what the actor may not see nothing leaves
-- it but counts, days and whether something is so: no reference, no name of a person, no text.
--
-- Texts are given as prints, so that copies can be told. For that every plan counts, of the scope or not; for one plan, only those
-- recorded before it.
create function plans.check_facts(
  of_instant timestamptz, of_day date, of_organisations integer[], of_plan text, with_words boolean
) returns table (register text, facts jsonb, words bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp set timezone = 'Europe/London'
  -- How many rows its parts have can't be estimated; joined one by one they would take minutes.
  set enable_nestloop = off set jit = off
as $$
  with asker as materialized (
    select organisations.actor_audiences() as audiences, array(select s.organisation_id from plans.check_scope() s) as scope,
      plans.threshold_on('action-unclear', of_day, of_instant) as fewest_words
  ),
  standing as materialized (
    select s.*, s.audience_id = any (asker.audiences) as seen,
      case when s.kind = 'Strategic' then coalesce(s.owner_email, s.senior_responsible_officer) else s.owner_email end as led_by,
      -- In the order in which they were first recorded.
      row_number() over (order by first.recorded_from, s.reference) as place
    from plans.plan_state s cross join asker
    cross join lateral (select min(f.recorded_from) as recorded_from from plans.plan_state f where f.record_id = s.record_id) first
    where s.recorded_from <= of_instant and (of_instant < s.recorded_to or s.recorded_to = 'infinity') and s.in_error is null
  ),
  chosen as materialized (
    select standing.* from standing cross join asker
    where case when of_plan is null
      then standing.owner_id = any (asker.scope) and (of_organisations is null or standing.owner_id = any (of_organisations))
      else standing.reference = of_plan and standing.seen end
  ),
  compared as materialized (
    select standing.* from standing
    where with_words and (of_plan is null or standing.place <= (select chosen.place from chosen))
      and exists (select from chosen)
  ),
  aim as materialized (
    select a.plan_reference, a.reference, a.four_p, a.text_print from plans.aim_state a
    where a.recorded_from <= of_instant and (of_instant < a.recorded_to or a.recorded_to = 'infinity') and a.in_error is null
  ),
  action as materialized (
    select a.plan_reference, a.reference, a.text_print, a.says_words, a.says_first, a.status, a.person_email, a.due_on,
      a.organisation_id, a.audience_id = any (asker.audiences) as seen
    from plans.action_state a cross join asker
    where a.recorded_from <= of_instant and (of_instant < a.recorded_to or a.recorded_to = 'infinity') and a.in_error is null
  ),
  load as (
    select lower(led_by) as led_by, count(*) as plans from standing where status <> 'Closed' and led_by is not null
    group by lower(led_by)
  ),
  against as (
    select threat_reference, count(*) as plans from standing where status <> 'Closed' group by threat_reference
  ),
  aims_of as (
    select plan_reference, jsonb_object_agg(four_p, figure) as aims
    from (select plan_reference, four_p, count(*) as figure from aim
      where plan_reference in (select reference from chosen) group by plan_reference, four_p) one
    group by plan_reference
  ),
  actions_of as (
    select a.plan_reference, count(*) as actions,
      count(*) filter (where o.kind = 'Partner') as partners,
      count(*) filter (where a.status = 'Open') as open,
      coalesce(jsonb_agg(jsonb_build_array(
        case when a.seen then a.reference end, a.person_email is not null, a.due_on, a.says_words, a.verb_first
      ) order by a.due_on, a.reference) filter (where a.status = 'Open' and (a.person_email is null or a.due_on is null
        or a.due_on < of_day or a.says_words < a.fewest_words or not a.verb_first)), '[]') as doubtful
    from (
      select action.*, asker.fewest_words, coalesce(action.says_first in (
        select verb.word from plans.action_verb verb
        where coalesce(verb.from_on <= of_day, true) and coalesce(of_day < verb.to_on, true)), false) as verb_first
      from action cross join asker
      where action.plan_reference in (select reference from chosen)
    ) a
    left join organisations.organisation o on o.id = a.organisation_id
    group by a.plan_reference
  ),
  hashed as materialized (
    select t.plan_reference, string_agg(t.text_print || '\x00000000'::bytea, ''::bytea order by t.part, t.reference) as words
    from (
      select c.reference as plan_reference, 0 as part, '' as reference, c.text_print from compared c
      union all
      select a.plan_reference, 1, a.reference, a.text_print from aim a
        where with_words and a.plan_reference in (select reference from compared)
      union all
      select a.plan_reference, 2, a.reference, a.text_print from action a
        where with_words and a.plan_reference in (select reference from compared)
    ) t
    where t.text_print is not null
    group by t.plan_reference
  )
  select 'plans', jsonb_build_object(
      'organisation', o.name, 'reference', case when c.seen then c.reference end, 'seen', c.seen,
      'kind', c.kind, 'status', c.status, 'statusSince', status_from.at::date, 'place', c.place,
      'owner', case when c.seen then c.led_by end, 'ownerSince', owner_from.at::date,
      'ownerStanding', case when c.led_by is null then 'none' when person.id is null then 'unknown'
        when person.disabled_at <= of_instant then 'disabled' else 'active' end,
      'ownerDisabledOn', case when person.disabled_at <= of_instant then person.disabled_at::date end,
      'ownerPlans', coalesce(load.plans, 0), 'nextReviewOn', c.next_review_on,
      'localProfile', c.local_profile is not null, 'whyNoLocalProfile', c.why_no_local_profile is not null,
      'reasons', jsonb_build_object('Pursue', c.why_no_pursue is not null, 'Prevent', c.why_no_prevent is not null,
        'Protect', c.why_no_protect is not null, 'Prepare', c.why_no_prepare is not null),
      'aims', coalesce(aims_of.aims, '{}'), 'actions', coalesce(actions_of.actions, 0),
      'partnerActions', coalesce(actions_of.partners, 0), 'openActions', coalesce(actions_of.open, 0),
      'doubtful', coalesce(actions_of.doubtful, '[]'),
      'reviews', reviewed.reviews, 'lastReviewOn', reviewed.last_on, 'lastReviewByOwner', reviewed.last_by_owner,
      'lastReviewJoined', reviewed.last_joined, 'ownerReviewOn', reviewed.owner_on,
      'consultations', (select count(*) from plans.consultation n where n.plan_id = c.record_id and n.at <= of_instant),
      'learning', c.learning is not null, 'debrief', c.debrief is not null
    ), hashed.words
  from chosen c
  join organisations.organisation o on o.id = c.owner_id
  left join organisations.person person on person.email = lower(c.led_by) and not person.parts && array['system']
  left join load on load.led_by = lower(c.led_by)
  left join aims_of on aims_of.plan_reference = c.reference
  left join actions_of on actions_of.plan_reference = c.reference
  left join hashed on hashed.plan_reference = c.reference
  cross join lateral (
    select count(*) as reviews, max(r.held_on) as last_on,
      (array_agg(r.by_owner order by r.held_on desc, r.number desc))[1] as last_by_owner,
      (array_agg(r.investigation is not null order by r.held_on desc, r.number desc))[1] as last_joined,
      max(r.held_on) filter (where r.by_owner) as owner_on
    from plans.review r where r.plan_id = c.record_id and r.at <= of_instant
  ) reviewed
  -- Since when without a break.
  cross join lateral (
    select min(f.recorded_from) as at from plans.plan_state f
    where f.record_id = c.record_id and f.recorded_from > coalesce((
      select max(b.recorded_from) from plans.plan_state b
      where b.record_id = c.record_id and b.recorded_from < c.recorded_from and b.status <> c.status), '-infinity')
  ) status_from
  cross join lateral (
    select min(f.recorded_from) as at from plans.plan_state f
    where f.record_id = c.record_id and f.recorded_from > coalesce((
      select max(b.recorded_from) from plans.plan_state b
      where b.record_id = c.record_id and b.recorded_from < c.recorded_from
        and b.owner_email is distinct from c.owner_email), '-infinity')
  ) owner_from
  union all
  select 'compared', jsonb_build_object('reference', case when c.seen then c.reference end, 'place', c.place), hashed.words
  from compared c join hashed on hashed.plan_reference = c.reference
  where not exists (select from chosen where chosen.record_id = c.record_id)
  union all
  -- Live as inspectors count (#modules/threats liveThreat), and in a phase that is not closed by the list of phases.
  select 'threats', jsonb_build_object('organisation', o.name,
      'reference', case when t.audience_id = any (asker.audiences) then t.reference end,
      'seen', t.audience_id = any (asker.audiences),
      'plans', coalesce(against.plans, 0),
      'since', (select min(f.recorded_from)::date from threats.threat_state f
        where f.record_id = t.record_id and f.moderation_status = 'Moderated')
    ), null
  from threats.threat_state t cross join asker join organisations.organisation o on o.id = t.owner_id
  left join against on against.threat_reference = t.reference
  where of_plan is null and t.owner_id = any (asker.scope) and (of_organisations is null or t.owner_id = any (of_organisations))
    and t.recorded_from <= of_instant and (of_instant < t.recorded_to or t.recorded_to = 'infinity') and t.in_error is null
    and t.type = 'Tactical' and t.moderation_status = 'Moderated' and t.soc = 'SOC' and t.tier <> 'Tier 5'
    and t.phase not ilike '%closed%'
    and t.phase <> all (array(select v.value from reference.value v
      where v.list = 'phases' and v.recorded_to = 'infinity' and v.closed))
$$;

-- What there is to check of each organisation of the scope: so that none of a kind can be told from none at all.
create function plans.check_organisations(of_instant timestamptz)
  returns table (organisation_id integer, organisation text, abbreviation text, plans integer, threats integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select o.id, o.name, o.abbreviation, coalesce(plan.figure, 0)::integer, coalesce(threat.figure, 0)::integer
  from plans.check_scope() scope join organisations.organisation o on o.id = scope.organisation_id
  left join (
    select s.owner_id, count(*) as figure from plans.plan_state s
    where s.recorded_from <= of_instant and (of_instant < s.recorded_to or s.recorded_to = 'infinity') and s.in_error is null
    group by s.owner_id
  ) plan on plan.owner_id = o.id
  left join (
    select t.owner_id, count(*) as figure from threats.threat_state t
    where t.recorded_from <= of_instant and (of_instant < t.recorded_to or t.recorded_to = 'infinity') and t.in_error is null
      and t.type = 'Tactical' and t.moderation_status = 'Moderated' and t.soc = 'SOC' and t.tier <> 'Tier 5'
      and t.phase not ilike '%closed%'
      and t.phase <> all (array(select v.value from reference.value v
        where v.list = 'phases' and v.recorded_to = 'infinity' and v.closed))
    group by t.owner_id
  ) threat on threat.owner_id = o.id
$$;

-- What was found when the checks were last computed over all plans, so that work lists need not compute them on every page. The
-- checks themselves are always computed anew.
create table plans.kept_finding (
  plan_reference text not null,
  check_name     text not null,
  since_on       date,
  primary key (plan_reference, check_name)
);
create table plans.findings_kept (
  only_row boolean primary key default true check (only_row),
  at       timestamptz not null
);

create function plans.actor_is_system() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select from organisations.person p
    where p.id = organisations.actor_id() and p.disabled_at is null and 'system' = any (p.parts))
$$;

alter table plans.check_threshold enable row level security;
alter table plans.kept_finding enable row level security;
alter table plans.findings_kept enable row level security;
create policy seen on plans.check_threshold for select using (true);
create policy stated on plans.check_threshold for insert with check (
  (select reference.actor_manages()) and person_id = (select organisations.actor_id()));
create policy seen on plans.kept_finding for select using (
  exists (select from plans.plan p where p.reference = plan_reference));
create policy kept on plans.kept_finding for insert with check ((select plans.actor_is_system()));
create policy changed on plans.kept_finding for update using ((select plans.actor_is_system()));
create policy dropped on plans.kept_finding for delete using ((select plans.actor_is_system()));
create policy seen on plans.findings_kept for select using (true);
create policy kept on plans.findings_kept for insert with check ((select plans.actor_is_system()));
create policy changed on plans.findings_kept for update using ((select plans.actor_is_system()));

revoke execute on function plans.print_of(text[]), plans.print_plan_state(), plans.print_aim_state(), plans.print_action_state(),
  plans.threshold_on(text, date, timestamptz), plans.check_scope(),
  plans.check_facts(timestamptz, date, integer[], text, boolean), plans.check_organisations(timestamptz), plans.actor_is_system()
  from public;
grant execute on function plans.threshold_on(text, date, timestamptz), plans.check_scope(),
  plans.check_facts(timestamptz, date, integer[], text, boolean), plans.check_organisations(timestamptz), plans.actor_is_system()
  to fourfold_app;
grant select, insert on plans.check_threshold, plans.findings_kept to fourfold_app;
grant select on plans.action_verb to fourfold_app;
grant select, insert, update, delete on plans.kept_finding to fourfold_app;
grant update on plans.findings_kept to fourfold_app;
