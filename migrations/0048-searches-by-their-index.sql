-- The texts in use are looked through by their index whatever the database takes their number to be: after an import of thousands of new names it
-- knew of a few hundred until its statistics were gathered again, and read all of them for each search (21 ms where 4 are enough).
do $$
declare
  searched text;
begin
  foreach searched in array array['threats.threat_name', 'threats.threat_reference', 'disruptions.disruption_title', 'disruptions.disruption_reference',
    'plans.plan_title', 'plans.plan_reference', 'plans.aim_says', 'plans.aim_reference', 'plans.action_says', 'plans.action_reference']
  loop
    execute format('alter function %s_like%s set enable_seqscan = off', searched,
      case when searched like '%\_reference' then '(text, integer)' else '(text)' end);
  end loop;
end $$;
