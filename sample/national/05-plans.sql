-- A plan for each live threat, with four aims and twenty actions: most done, some late, some without anyone to do them. One in
-- thirty has the texts of another.
create temporary table made_plan as
  select t.n, case when t.n > 20 and pg_temp.chance(t.n, 65) < 0.033 then t.n - 20 else t.n end as text_n, t.owner_id, t.handling,
    format('%s-P-%s', t.letters, lpad(t.n::text, 7, '0')) as reference, t.letters, t.reference as threat_reference,
    date_trunc('milliseconds', t.begun_at + (setting.present - t.begun_at) * 0.4) as begun_at,
    r.email as owner_email, r.person_id
  from made_threat t cross join setting join recorder r on r.owner_id = t.owner_id and r.place = t.n % t.recorders
  where t.live;
analyze made_plan;

insert into plans.plan (reference, owner_id, handling, audience_id)
select m.reference, m.owner_id, m.handling, a.id
from made_plan m join audience a on a.owner_id = m.owner_id and a.handling = m.handling order by m.n;

insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at, person_id)
select 'plans', m.reference, m.begun_at, m.handling, m.begun_at, m.person_id from made_plan m where m.handling <> 'Region';

-- Which texts have changed is noted of all at once, below.
alter table plans.plan_state disable trigger note_text_added;
alter table plans.aim_state disable trigger note_text_added;
alter table plans.action_state disable trigger note_text_added;

insert into plans.plan_state (record_id, audience_id, recorded_from, entered_at, person_id, reference, owner_id, title, kind,
  threat_reference, owner_email, status, objective, next_review_on, local_profile)
select h.id, h.audience_id, m.begun_at, m.begun_at, m.person_id, m.reference, m.owner_id, 'Plan against ' || m.threat_reference,
  'Tactical', m.threat_reference, case when pg_temp.chance(m.n, 50) < 0.95 then m.owner_email end, 'Active',
  'Reduce what ' || pg_temp.pick(w.place, pg_temp.chance(m.n, 51)) || ' suffers from it',
  (setting.present + make_interval(days => floor(120 * pg_temp.chance(m.n, 52) - 30)::integer))::date,
  case when pg_temp.chance(m.n, 53) < 0.6 then 'Local profile of ' || pg_temp.pick(w.place, pg_temp.chance(m.n, 51)) end
from made_plan m cross join setting cross join word w join plans.plan h on h.reference = m.reference;

create temporary table made_part as
  select m.*, a.id as audience_id from made_plan m join audience a on a.owner_id = m.owner_id and a.handling = m.handling;
analyze made_part;

insert into plans.aim (reference, owner_id, handling, audience_id)
select format('%s-M-%s-%s', m.letters, lpad(m.n::text, 7, '0'), k), m.owner_id, m.handling, m.audience_id
from made_part m cross join generate_series(1, 4) k order by m.n, k;

insert into plans.aim_state (record_id, audience_id, recorded_from, entered_at, person_id, reference, owner_id, plan_reference,
  four_p, says, measure, baseline, target, due_on)
select h.id, h.audience_id, m.begun_at, m.begun_at, m.person_id, h.reference, m.owner_id, m.reference,
  (array['Pursue', 'Prevent', 'Protect', 'Prepare'])[k],
  'Fewer people of ' || pg_temp.address(w.street, w.street_kind, pg_temp.chance(m.text_n * 4 + k, 64)) || ' come to harm from '
    || pg_temp.pick(w.thing, pg_temp.chance(m.text_n * 4 + k, 54)), 'Counted each quarter',
  floor(20 * pg_temp.chance(m.n * 4 + k, 55))::text, floor(10 * pg_temp.chance(m.n * 4 + k, 56))::text,
  (setting.present + make_interval(days => 180))::date
from made_part m cross join generate_series(1, 4) k cross join setting cross join word w
join plans.aim h on h.reference = format('%s-M-%s-%s', m.letters, lpad(m.n::text, 7, '0'), k);

insert into plans.action (reference, owner_id, handling, audience_id)
select format('%s-A-%s-%s', m.letters, lpad(m.n::text, 7, '0'), k), m.owner_id, m.handling, m.audience_id
from made_part m cross join generate_series(1, 20) k order by m.n, k;

insert into plans.action_state (record_id, audience_id, recorded_from, entered_at, person_id, reference, owner_id, plan_reference,
  aim_reference, four_p, says, person_email, organisation_id, due_on, status, done_on, outcome)
select h.id, h.audience_id, m.begun_at, m.begun_at, m.person_id, h.reference, m.owner_id, m.reference,
  format('%s-M-%s-%s', m.letters, lpad(m.n::text, 7, '0'), 1 + k % 4), (array['Pursue', 'Prevent', 'Protect', 'Prepare'])[1 + k % 4],
  pg_temp.pick(w.verb, said.one) || ' ' || pg_temp.address(w.street, w.street_kind, said.two) || ', '
    || pg_temp.pick(w.place, said.three) || ': ' || pg_temp.sight(w.seeming, w.seen, said.one) || ', '
    || pg_temp.sight(w.seeming, w.seen, said.two) || ', ' || pg_temp.sight(w.seeming, w.seen, said.three)
    || '; with ' || pg_temp.pick(w.helper, said.three),
  case when part.two < 0.95 then m.owner_email end, m.owner_id,
  (setting.present + make_interval(days => floor(200 * part.three - 150)::integer))::date,
  case when part.four < 0.7 then 'Done' when part.four < 0.75 then 'Dropped' else 'Open' end,
  case when part.four < 0.75 then (setting.present - make_interval(days => floor(300 * part.one)::integer))::date end,
  case when part.four < 0.75 then 'Told at the review' end
from made_part m cross join generate_series(1, 20) k cross join setting cross join word w
cross join lateral (
  select pg_temp.chance(m.n * 20 + k, 57) as one, pg_temp.chance(m.n * 20 + k, 58) as two,
    pg_temp.chance(m.n * 20 + k, 59) as three, pg_temp.chance(m.n * 20 + k, 60) as four
) part
cross join lateral (
  select pg_temp.chance(m.text_n * 20 + k, 66) as one, pg_temp.chance(m.text_n * 20 + k, 67) as two,
    pg_temp.chance(m.text_n * 20 + k, 68) as three
) said
join plans.action h on h.reference = format('%s-A-%s-%s', m.letters, lpad(m.n::text, 7, '0'), k);

insert into plans.text_change (plan_reference, xact) select m.reference, pg_current_xact_id() from made_plan m;
alter table plans.plan_state enable trigger note_text_added;
alter table plans.aim_state enable trigger note_text_added;
alter table plans.action_state enable trigger note_text_added;

-- Reviewed twice, the later not long ago, by the owner nine times of ten.
insert into plans.review (plan_id, number, held_on, at, person_id, by_owner, attended, changed, investigation, next_review_on)
select h.id, k, (m.begun_at + (setting.present - m.begun_at) * (k * 0.45))::date, m.begun_at + (setting.present - m.begun_at) * (k * 0.45),
  m.person_id, pg_temp.chance(m.n, 61) < 0.9, 'The owner, ' || w.helper[1 + m.n % cardinality(w.helper)],
  'Actions were gone through one by one',
  case when pg_temp.chance(m.n, 62) < 0.8 then 'The investigation said what it needs next' end, null
from made_plan m cross join generate_series(1, 2) k cross join setting cross join word w
join plans.plan h on h.reference = m.reference;

insert into plans.consultation (plan_id, number, at, person_id, consulted_on, partner, said)
select h.id, 1, m.begun_at + interval '1 day', m.person_id, (m.begun_at + interval '1 day')::date,
  w.helper[1 + m.n % cardinality(w.helper)], 'They know two of the addresses, and will come to the reviews'
from made_plan m cross join word w join plans.plan h on h.reference = m.reference
where pg_temp.chance(m.n, 63) < 0.85;
