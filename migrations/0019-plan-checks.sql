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

-- As plans.plan_states_at.
create function threats.threat_states_at(of_instant timestamptz) returns setof threats.threat_state
  language sql stable
as $$
  select s.* from threats.threat_state s
  where of_instant = 'infinity' and s.recorded_to = 'infinity' and s.in_error is null
  union all
  select s.* from threats.threat_state s
  where of_instant < 'infinity' and s.recorded_from <= of_instant and of_instant < s.recorded_to and s.in_error is null
$$;

-- Who leads a plan: its owner, and a strategic one without an owner its senior responsible officer.
create function plans.led_by(kind text, owner_email text, senior_responsible_officer text) returns text
  language sql immutable parallel safe
  return lower(case when kind = 'Strategic' then coalesce(owner_email, senior_responsible_officer) else owner_email end);
create index plan_state_led_by on plans.plan_state (plans.led_by(kind, owner_email, senior_responsible_officer));

-- The plans that are checked, as known at an instant ('infinity' for now): all of the actor's scope, or those of some that they see.
create function plans.checked_plans(of_instant timestamptz, of_organisations integer[], of_plans text[])
  returns table (plan_id bigint, seen boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with asker as materialized (
    select organisations.actor_audiences() as audiences, array(select s.organisation_id from plans.check_scope() s) as scope
  )
  select s.record_id, s.audience_id = any (asker.audiences)
  from plans.plan_states_at(of_instant) s cross join asker
  where of_plans is null and s.owner_id = any (asker.scope) and (of_organisations is null or s.owner_id = any (of_organisations))
  union all
  select s.record_id, true
  from plans.plan_states_at(of_instant) s cross join asker
  where s.reference = any (of_plans) and s.audience_id = any (asker.audiences)
$$;

-- What the checks are computed from, as known at an instant ('infinity' for now): of every plan and live threat of the scope, or
-- of some plans that the actor sees. It reads all of them under its own authority. Of what the actor may not see nothing leaves
-- it but counts, days and whether something is so: no reference, no name of a person, no text.
create function plans.check_facts(of_instant timestamptz, of_day date, of_organisations integer[], of_plans text[])
  returns table (register text, facts jsonb)
  language sql stable security definer set search_path = pg_catalog, pg_temp set timezone = 'Europe/London'
  -- How many rows its parts have can't be estimated; joined one by one they would take minutes.
  set enable_nestloop = off set jit = off
as $$
  with asker as materialized (
    select organisations.actor_audiences() as audiences, array(select s.organisation_id from plans.check_scope() s) as scope,
      plans.threshold_on('action-unclear', of_day, of_instant) as fewest_words
  ),
  chosen as materialized (
    select s.*, checked.seen, plans.led_by(s.kind, s.owner_email, s.senior_responsible_officer) as led_by
    from plans.checked_plans(of_instant, of_organisations, of_plans) checked
    join plans.plan_states_at(of_instant) s on s.record_id = checked.plan_id
  ),
  load as (
    select plans.led_by(s.kind, s.owner_email, s.senior_responsible_officer) as led_by, count(*) as plans
    from plans.plan_states_at(of_instant) s
    where plans.led_by(s.kind, s.owner_email, s.senior_responsible_officer) = any (array(select chosen.led_by from chosen))
      and s.status <> 'Closed'
    group by 1
  ),
  against as (
    select s.threat_reference, count(*) as plans from plans.plan_states_at(of_instant) s
    where of_plans is null and s.status <> 'Closed' group by s.threat_reference
  ),
  aims_of as (
    select plan_reference, jsonb_object_agg(four_p, figure) as aims
    from (select a.plan_reference, a.four_p, count(*) as figure from plans.aim_states_at(of_instant) a
      where a.plan_reference = any (array(select chosen.reference from chosen)) group by a.plan_reference, a.four_p) one
    group by plan_reference
  ),
  known_verb as materialized (
    select coalesce(array_agg(verb.word), '{}') as words from plans.action_verb verb
    where coalesce(verb.from_on <= of_day, true) and coalesce(of_day < verb.to_on, true)
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
      select a.plan_reference, a.reference, a.organisation_id, a.person_email, a.status, a.due_on, a.says_words,
        a.audience_id = any (asker.audiences) as seen, asker.fewest_words,
        coalesce(a.says_first = any (known_verb.words), false) as verb_first
      from plans.action_states_at(of_instant) a cross join asker cross join known_verb
      where a.plan_reference = any (array(select chosen.reference from chosen))
    ) a
    left join organisations.organisation o on o.id = a.organisation_id
    group by a.plan_reference
  )
  select 'plans', jsonb_build_object(
      'organisation', o.name, 'reference', case when c.seen then c.reference end, 'seen', c.seen,
      'kind', c.kind, 'status', c.status, 'statusSince', status_from.at::date, 'planId', c.record_id,
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
    )
  from chosen c
  join organisations.organisation o on o.id = c.owner_id
  left join organisations.person person on person.email = c.led_by and not person.parts && array['system']
  left join load on load.led_by = c.led_by
  left join aims_of on aims_of.plan_reference = c.reference
  left join actions_of on actions_of.plan_reference = c.reference
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
  -- Live as inspectors count (#modules/threats liveThreat), and in a phase that is not closed by the list of phases.
  select 'threats', jsonb_build_object('organisation', o.name,
      'reference', case when t.audience_id = any (asker.audiences) then t.reference end,
      'seen', t.audience_id = any (asker.audiences),
      'plans', coalesce(against.plans, 0),
      'since', (select min(f.recorded_from)::date from threats.threat_state f
        where f.record_id = t.record_id and f.moderation_status = 'Moderated')
    )
  from threats.threat_states_at(of_instant) t cross join asker join organisations.organisation o on o.id = t.owner_id
  left join against on against.threat_reference = t.reference
  where of_plans is null and t.owner_id = any (asker.scope) and (of_organisations is null or t.owner_id = any (of_organisations))
    and t.type = 'Tactical' and t.moderation_status = 'Moderated' and t.soc = 'SOC' and t.tier <> 'Tier 5'
    and t.phase not ilike '%closed%'
    and t.phase <> all (array(select v.value from reference.value v
      where v.list = 'phases' and v.recorded_to = 'infinity' and v.closed))
$$;

-- The texts that the check of copies compares, as known at an instant: those of the checked plans, which are judged, and those that
-- they may be copies of. Of one that the actor may not see no more than its print leaves this.
create function plans.compared_texts(of_instant timestamptz, of_organisations integer[], of_plans text[], of_share numeric)
  returns table (plan_id bigint, begun_at timestamptz, reference text, judged boolean, words bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  set enable_nestloop = off set jit = off
as $$
  with checked as materialized (
    select c.plan_id, p.reference from plans.checked_plans(of_instant, of_organisations, of_plans) c
    join plans.plan p on p.id = c.plan_id
  ),
  asked as materialized (
    select case when of_plans is null then array(select s.reference from plans.plan_states_at(of_instant) s)
      else array(
        select checked.reference from checked
        union
        select o.plan_reference from checked cross join plans.likely_originals(of_instant, checked.reference, of_share) o
      ) end as plans
    from (select from checked limit 1) any_one
  ),
  told as materialized (
    select t.plan_reference, string_agg(t.text_print || '\x00000000'::bytea, ''::bytea order by t.part, t.reference) as words
    from plans.texts_at(of_instant, (select asked.plans from asked)) t
    where t.text_print is not null
    group by t.plan_reference
  )
  select s.record_id, plans.plan_begun_at(s.record_id),
    case when s.audience_id = any ((select organisations.actor_audiences())::integer[]) then s.reference end,
    checked.plan_id is not null, told.words
  from told
  join plans.plan_states_at(of_instant) s on s.reference = told.plan_reference
  left join checked on checked.plan_id = s.record_id
$$;

-- What there is to check of each organisation of the scope: so that none of a kind can be told from none at all.
create function plans.check_organisations(of_instant timestamptz)
  returns table (organisation_id integer, organisation text, abbreviation text, plans integer, threats integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select o.id, o.name, o.abbreviation, coalesce(plan.figure, 0)::integer, coalesce(threat.figure, 0)::integer
  from plans.check_scope() scope join organisations.organisation o on o.id = scope.organisation_id
  left join (
    select s.owner_id, count(*) as figure from plans.plan_states_at(of_instant) s group by s.owner_id
  ) plan on plan.owner_id = o.id
  left join (
    select t.owner_id, count(*) as figure from threats.threat_states_at(of_instant) t
    where t.type = 'Tactical' and t.moderation_status = 'Moderated' and t.soc = 'SOC' and t.tier <> 'Tier 5'
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

-- When the text of a plan was last compared with those of all others.
create table plans.plan_compared (
  plan_reference text primary key,
  at             timestamptz not null
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
alter table plans.plan_compared enable row level security;
create policy seen on plans.check_threshold for select using (true);
create policy stated on plans.check_threshold for insert with check (
  (select reference.actor_manages()) and person_id = (select organisations.actor_id()));
create policy seen on plans.kept_finding for select using (
  exists (select from plans.plan p where p.reference = plan_reference));
create policy kept on plans.kept_finding for insert with check ((select plans.actor_is_system()));
create policy changed on plans.kept_finding for update using ((select plans.actor_is_system()));
create policy dropped on plans.kept_finding for delete using ((select plans.actor_is_system()));
create policy kept on plans.plan_compared using ((select plans.actor_is_system()));
create policy seen on plans.findings_kept for select using (true);
create policy kept on plans.findings_kept for insert with check ((select plans.actor_is_system()));
create policy changed on plans.findings_kept for update using ((select plans.actor_is_system()));

revoke execute on function threats.threat_states_at(timestamptz), plans.checked_plans(timestamptz, integer[], text[]),
  plans.compared_texts(timestamptz, integer[], text[], numeric),
  plans.threshold_on(text, date, timestamptz), plans.check_scope(), plans.check_facts(timestamptz, date, integer[], text[]), plans.check_organisations(timestamptz), plans.actor_is_system()
  from public;
grant execute on function plans.threshold_on(text, date, timestamptz), plans.check_scope(),
  plans.check_facts(timestamptz, date, integer[], text[]), plans.compared_texts(timestamptz, integer[], text[], numeric),
  plans.check_organisations(timestamptz), plans.actor_is_system()
  to fourfold_app;
grant select, insert on plans.check_threshold, plans.findings_kept to fourfold_app;
grant select, insert, update on plans.plan_compared to fourfold_app;
grant select on plans.action_verb to fourfold_app;
grant select, insert, update, delete on plans.kept_finding to fourfold_app;
grant update on plans.findings_kept to fourfold_app;
