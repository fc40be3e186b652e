-- 30,000 threats of ten years in ten states each; three of twenty live today. References begin with their owner's letters, as those
-- made here do: in their order one owner's come after another's.
create temporary table made_threat as
  select n, owner.letters, format('%s-%s', owner.letters, lpad(n::text, 7, '0')) as reference, draw.owner_id, recorders.many as recorders,
    n % 20 < 3 as live,
    case when pg_temp.chance(n, 11) < 0.93 then 'Region' when pg_temp.chance(n, 11) < 0.98 then 'Organisation' else 'Shared' end as handling,
    setting.present - make_interval(secs => 86400 * (30 + 3600 * pg_temp.chance(n, 12))) as begun_at,
    -- The life of one that is over ended before today; one that is live goes on.
    case when n % 20 < 3 then 1.0 else 0.3 + 0.6 * pg_temp.chance(n, 13) end as lasted,
    pg_temp.chance(n, 14) as kind, pg_temp.chance(n, 15) as tier
  from generate_series(1, (select (30000 * factor)::integer from setting)) n
  cross join setting
  join draw on draw.place = floor(pg_temp.chance(n, 10) * 10000)
  join owner on owner.id = draw.owner_id
  join recorders on recorders.owner_id = draw.owner_id;
create unique index on made_threat (n);
analyze made_threat;

insert into threats.threat (reference, owner_id, handling, audience_id)
select m.reference, m.owner_id, m.handling, a.id
from made_threat m join audience a on a.owner_id = m.owner_id and a.handling = m.handling
order by m.n;

insert into organisations.handling_stated (register, reference, stated_at, handling, entered_at, person_id)
select 'threats', m.reference, m.begun_at, m.handling, m.begun_at, r.person_id
from made_threat m join recorder r on r.owner_id = m.owner_id and r.place = 0 where m.handling <> 'Region';

insert into threats.threat_state (record_id, audience_id, recorded_from, recorded_to, entered_at, person_id, reference, owner_id,
  name, threat_type, type, soc, moderation_status, tier, phase, crime_category, lead_responsible_officer)
select h.id, h.audience_id,
  date_trunc('milliseconds', m.begun_at + (setting.present - m.begun_at) * (m.lasted * step / 10)),
  case when step = 9 then 'infinity'
    else date_trunc('milliseconds', m.begun_at + (setting.present - m.begun_at) * (m.lasted * (step + 1) / 10)) end,
  date_trunc('milliseconds', m.begun_at + (setting.present - m.begun_at) * (m.lasted * step / 10)),
  r.person_id, m.reference, m.owner_id,
  pg_temp.pick(w.place, pg_temp.chance(m.n, 16)) || ' ' || pg_temp.pick(w.kind, pg_temp.chance(m.n, 17)),
  case when m.kind < 0.62 then 'Organised crime group' when m.kind < 0.8 then 'Vulnerability' else 'Priority individual' end,
  case when pg_temp.chance(m.n, 18) < 0.96 then 'Tactical' else 'Thematic' end,
  case when pg_temp.chance(m.n, 19) < 0.97 then 'SOC' else 'Non-SOC' end,
  case when step = 0 then 'Draft' when step = 1 then 'Submitted' else 'Moderated' end,
  case when step < 2 then null
    else 'Tier ' || least(5, 1 + floor(m.tier * 5 + case when step > 5 and m.tier < 0.9 then 0.5 else 0 end)::integer) end,
  case when step = 9 and not m.live then (array['Archived (closed)', 'Closed - dismantled'])[1 + m.n % 2]
    when step < 3 then 'Developing' when step < 7 then 'Active'
    when m.live then (array['Active', 'Active', 'Monitoring', 'Developing'])[1 + floor(4 * pg_temp.chance(m.n, 21))::integer]
    else 'Monitoring' end,
  pg_temp.pick(w.crime, pg_temp.chance(m.n, 20)),
  case when step > 2 then lead.email end
from made_threat m
cross join generate_series(0, 9) step
cross join setting
cross join word w
join threats.threat h on h.reference = m.reference
join recorder r on r.owner_id = m.owner_id and r.place = (m.n + step) % m.recorders
join recorder lead on lead.owner_id = m.owner_id and lead.place = m.n % m.recorders;
