-- 22,000 disruptions a year for ten years, in two states each: most against few of the threats, recorded late as they are.
create temporary table made_disruption as
  select made.n, format('%s-D-%s', t.letters, lpad(made.n::text, 8, '0')) as reference, t.reference as threat_reference, t.owner_id,
    t.recorders, t.handling,
    (setting.present - make_interval(secs => 86400 * (90 + 3560 * pg_temp.chance(made.n, 31))))::date as record_date,
    -- Half within a week, some after months.
    power(pg_temp.chance(made.n, 32), 4) * 200 as days_late
  from generate_series(1, (select (220000 * factor)::integer from setting)) made (n)
  cross join setting
  join made_threat t on t.n = 1 + floor(power(pg_temp.chance(made.n, 30), 2) * (select count(*) from made_threat))::integer;
create unique index on made_disruption (n);
analyze made_disruption;

insert into disruptions.disruption (reference, owner_id, handling, audience_id)
select m.reference, m.owner_id, m.handling, a.id
from made_disruption m join audience a on a.owner_id = m.owner_id and a.handling = m.handling
order by m.n;

insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at, person_id)
select 'disruptions', m.reference, m.record_date, m.handling, m.record_date, r.person_id
from made_disruption m join recorder r on r.owner_id = m.owner_id and r.place = 0 where m.handling <> 'Region';

insert into disruptions.disruption_state (record_id, audience_id, recorded_from, recorded_to, first_recorded_from, entered_at, person_id,
  reference, owner_id, record_date, threat_reference, disruption_type, assessment_category, four_p, title, arrests, cash_seized_pence)
select h.id, h.audience_id, moment.from_at, moment.to_at, moment.first_at, moment.from_at,
  r.person_id, m.reference, m.owner_id, m.record_date, m.threat_reference,
  case when pg_temp.chance(m.n, 33) < 0.93 then 'Lead Disruption' else 'Support Disruption' end,
  case when step = 0 and pg_temp.chance(m.n, 34) < 0.4 then 'Not assessed'
    when pg_temp.chance(m.n, 35) < 0.08 then 'Major' when pg_temp.chance(m.n, 35) < 0.35 then 'Moderate' else 'Minor' end,
  w.four_p[1 + floor(pg_temp.chance(m.n, 36) * 10)::integer],
  pg_temp.pick(w.verb, pg_temp.chance(m.n, 37)) || ' ' || pg_temp.pick(w.thing, pg_temp.chance(m.n, 38)),
  floor(power(pg_temp.chance(m.n, 39), 3) * 6), floor(power(pg_temp.chance(m.n, 40), 6) * 2500000)
from made_disruption m
cross join generate_series(0, 1) step
cross join lateral (
  select date_trunc('milliseconds', m.record_date + make_interval(secs => 86400 * (m.days_late + 0.5))) as first_at,
    date_trunc('milliseconds', m.record_date + make_interval(secs => 86400 * (m.days_late + 0.5 + 30 * step))) as from_at,
    case when step = 1 then 'infinity'
      else date_trunc('milliseconds', m.record_date + make_interval(secs => 86400 * (m.days_late + 30.5))) end as to_at
) moment
cross join word w
join disruptions.disruption h on h.reference = m.reference
join recorder r on r.owner_id = m.owner_id and r.place = m.n % m.recorders;
