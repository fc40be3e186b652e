-- Every request states for whom it acts, so what that costs is paid by all of them. A function in SQL is planned anew at every
-- call; in plpgsql a connection plans it once. And what the actor may record for is asked once, not twice.

create or replace function organisations.recording_for(of_person integer, purpose text) returns integer[]
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(array_agg(distinct o.id), '{}')
    from organisations.person p
    join organisations.organisation_today mine on mine.id = p.organisation_id
    join organisations.organisation_today o on true
    where p.id = of_person and p.disabled_at is null
      and (
        'system' = any (p.parts)
        or purpose = 'import' and 'administrator' = any (p.parts)
        or p.parts && array['analyst', 'lead responsible officer', 'moderator'] and o.today_id = mine.today_id
      ));
end $$;

create or replace function organisations.state_actor(of_person integer, purpose text) returns json
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  actor json;
  records_for integer[] := organisations.recording_for(of_person, purpose);
begin
  select json_build_object(
      'personId', p.id, 'email', p.email, 'name', p.name, 'parts', p.parts, 'organisationId', p.organisation_id,
      'sample', p.sample, 'organisation', o.name, 'recordsFor', records_for)
    into actor
    from organisations.person p join organisations.organisation o on o.id = p.organisation_id
    where p.id = of_person and p.disabled_at is null;
  perform set_config('fourfold.person', case when actor is null then '' else of_person::text end, true);
  perform set_config('fourfold.purpose', purpose, true);
  perform set_config('fourfold.audiences', case
    when actor is null then '{}'
    when purpose = 'import' then (select coalesce(array_agg(id), '{}') from organisations.audience)::text
    else (select coalesce(array_agg(distinct audience_id), '{}') from organisations.grounds_of(of_person))::text end, true);
  perform set_config('fourfold.records_for', case when actor is null then '{}' else records_for::text end, true);
  return actor;
end $$;
