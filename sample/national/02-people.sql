-- 12,000 people: most read and record, few moderate or task. Nobody can sign in as them before they are given a password.
insert into organisations.person (email, name, organisation_id, parts, sample)
select format('person-%s@national.example', n),
  pg_temp.pick(w.first, pg_temp.chance(n, 1)) || ' ' || pg_temp.pick(w.last, pg_temp.chance(n, 2)) || '-Example',
  draw.owner_id,
  array[case
    when n % 20 < 9 then 'analyst' when n % 20 < 17 then 'lead responsible officer' when n % 20 = 17 then 'tasking manager'
    when n % 20 = 18 then 'offender manager' else 'moderator' end],
  true
from generate_series(1, (select (12000 * factor)::integer from setting)) n
cross join word w
join draw on draw.place = floor(pg_temp.chance(n, 3) * 10000);

create temporary table recorder as
  select organisation_id as owner_id, array_agg(id order by id) as people, array_agg(email order by id) as emails
  from organisations.person where email like 'person-%@national.example' group by organisation_id;
insert into recorder
  select o.id, array[(select min(id) from organisations.person)], array['nobody@national.example']
  from owner o where not exists (select from recorder r where r.owner_id = o.id);
create unique index on recorder (owner_id);
analyze recorder;
