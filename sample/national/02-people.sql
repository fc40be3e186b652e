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

-- Who records for an owner, numbered from 0: one person to each number.
create temporary table recorder as
  select organisation_id as owner_id, row_number() over (partition by organisation_id order by id) - 1 as place, id as person_id, email
  from organisations.person where email like 'person-%@national.example';
insert into recorder
  select o.id, 0, (select min(id) from organisations.person), 'nobody@national.example'
  from owner o where not exists (select from recorder r where r.owner_id = o.id);
create unique index on recorder (owner_id, place);
analyze recorder;
create temporary table recorders as
  select owner_id, count(*) as many from recorder group by owner_id;
analyze recorders;
