-- The facts of checks as in 0019, but for their actions: each of 178,000 went into a sort with 336 verbs and all audiences beside it, which
-- took 821 MB on disk and half of the time. What is told of an action is told before, and a verb is looked up once. A function can
-- only be replaced whole.

-- What the checks are computed from, as known at an instant ('infinity' for now): of every plan and live threat of the scope, or
-- of some plans that the actor sees. It reads all of them under its own authority. Of what the actor may not see nothing leaves
-- it but counts, days and whether something is so: no reference, no name of a person, no text.
create or replace function plans.check_facts(of_instant timestamptz, of_day date, of_organisations integer[], of_plans text[])
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
  known_verb as (
    select verb.word from plans.action_verb verb
    where coalesce(verb.from_on <= of_day, true) and coalesce(of_day < verb.to_on, true)
  ),
  -- Told of each before they are put in order: with the words and the audiences beside each, they would not fit into memory.
  action as materialized (
    select a.plan_reference, a.reference, o.kind = 'Partner' as by_partner, a.status = 'Open' as open,
      a.person_email is not null as has_person, a.due_on, a.says_words, verb.word is not null as verb_first,
      a.audience_id = any (asker.audiences) as seen
    from plans.action_states_at(of_instant) a cross join asker
    left join organisations.organisation o on o.id = a.organisation_id
    left join known_verb verb on verb.word = a.says_first
    where a.plan_reference = any (array(select chosen.reference from chosen))
  ),
  actions_of as (
    select a.plan_reference, count(*) as actions, count(*) filter (where a.by_partner) as partners,
      count(*) filter (where a.open) as open,
      coalesce(jsonb_agg(
        jsonb_build_array(case when a.seen then a.reference end, a.has_person, a.due_on, a.says_words, a.verb_first)
        order by a.due_on, a.reference
      ) filter (where a.open and (not a.has_person or a.due_on is null or a.due_on < of_day
        or a.says_words < (select asker.fewest_words from asker) or not a.verb_first)), '[]') as doubtful
    from action a group by a.plan_reference
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
