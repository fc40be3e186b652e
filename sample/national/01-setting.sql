-- What every later step draws on: the day it is all counted from, chance that is the same every time, and the owners with their
-- share of the work. Lasts for this connection alone.

-- A number from 0 up to but not including 1: the same for the same seed, subject and question.
-- The seed is written into it, so that it costs no call where it is used.
do $$
begin
  execute format('create function pg_temp.chance(subject bigint, question integer) returns double precision
    language sql immutable parallel safe
    return (hashint8extended(subject, %s + question) & 1073741823) / 1073741824.0::double precision',
    current_setting('national.seed')::bigint * 1000);
end $$;

create temporary table setting as
  select current_setting('national.factor')::double precision as factor,
    current_setting('national.day')::timestamptz as present;

-- A few forces are large, most are not: the share of the one at rank r is as 1 to r.
create temporary table owner as
  with ranked as (
    select o.id, upper(left(regexp_replace(coalesce(o.abbreviation, o.name), '[^A-Za-z]', '', 'g'), 3)) as letters,
      coalesce(o.region, 0) as region, 1.0 / row_number() over (order by md5(o.name)) as weight
    from (
      select id, name, abbreviation, (select min(m.region_id) from organisations.region_member m where m.organisation_id = o.id) as region
      from organisations.organisation o
      where kind in ('Police force', 'Regional organised crime unit')
        and coalesce(from_on <= current_date, true) and coalesce(current_date < to_on, true)
    ) o
  )
  select id, letters, region,
    sum(weight) over (order by id) / sum(weight) over () - weight / sum(weight) over () as from_share,
    sum(weight) over (order by id) / sum(weight) over () as to_share
  from ranked;
create unique index on owner (id);

-- Owners by thousandths of their share: a draw is then one look-up.
create temporary table draw as
  select place, (select id from owner where from_share <= (place + 0.5) / 10000 and (place + 0.5) / 10000 < to_share) as owner_id
  from generate_series(0, 9999) place;
create unique index on draw (place);

-- Handling as life has it: most are seen in their region.
create temporary table audience as
  select o.id as owner_id, handling, organisations.audience_for(handling, o.id) as id
  from owner o cross join unnest(array['Region', 'Organisation', 'Shared']) as handling;
create unique index on audience (owner_id, handling);

-- One row, a list a column: what names and texts are made of. Twice what is twice as common. Kept as it is: every row that is
-- made draws from it, and would first have to unpack it.
create temporary table word with (toast_tuple_target = 8160) as
  select string_to_array('Ashcombe,Birkholt,Coldwell,Dunmoor,Eastmarsh,Farleigh,Grindale,Hartmoor,Inglewick,Kelbrook,Langsett,Millthorpe,Netherby,Oakhanger,Pendlebrook,Quarndale,Redmarsh,Stonegate,Thornwick,Upperby,Vernham,Westmarsh,Yarrowdale', ',') as place,
    string_to_array('line,group,network,crew,route,supply,market,brothers', ',') as kind,
    string_to_array('Alex,Ashley,Blair,Casey,Charlie,Dana,Drew,Eden,Ellis,Frankie,Harper,Jamie,Jordan,Kerry,Lee,Morgan,Nicky,Parker,Quinn,Reese,Robin,Sam,Sandy,Taylor,Val', ',') as first,
    string_to_array('Ashworth,Barrow,Carlow,Denby,Elwood,Fenwick,Garth,Holt,Ingham,Kirk,Lomas,Marsh', ',') as last,
    array['Drugs', 'Drugs', 'Drugs', 'Drugs', 'Organised acquisitive crime', 'Fraud', 'Modern slavery and human trafficking',
      'Firearms', 'Child sexual abuse', 'Organised immigration crime', 'Cyber', 'Money laundering',
      'Bribery and corruption'] as crime,
    string_to_array('Visit,Brief,Arrest,Search,Warn,Refer,Map,Close,Train,Review,Interview,Seize', ',') as verb,
    string_to_array('Abbey,Albion,Alder,Anchor,Apple,Ash,Bank,Barn,Beech,Bell,Birch,Bishop,Brewery,Bridge,Brook,Canal,Castle,Cedar,Chapel,Cherry,Church,Clover,Corn,Cross,Dale,Elm,Factory,Ferry,Field,Garden,Granary,Grange,Green,Hawthorn,Hazel,Heath,Hill,Holly,Iron,Ivy,Juniper,Kiln,Lark,Laurel,Lime,Linden,Lock,Maple,Market,Meadow,Mill,Moss,Nelson,North,Oak,Orchard,Park,Pear,Plum,Poplar,Quarry,Rose,Rowan,Silk,South,Spring,Station,Tannery,Thorn,Vale,Victoria,Walnut,Water,Well,Willow,Wood,York', ',') as street,
    string_to_array('Street,Road,Lane,Close,Way,Row,Court,Terrace,Drive,Gardens', ',') as street_kind,
    string_to_array('the premises that the line uses,the families whom it recruits from,the courier route at its two ends,the letting agents who house it,the schools nearest to it,the cash that it moves through shops,the phones that it advertises with,the vehicles that it hires', ',') as thing,
    string_to_array('grey,unlit,rented,rusted,borrowed,painted,unmarked,crowded,silent,shuttered,spare,hidden,folded,cracked,hired,parked,watched,fenced,narrow,vacant,shared,damp,repaired,numbered,locked,broken,foreign,cloned,sealed,stolen,wired,covered,padded,marked,emptied,restless,early,late,weekly,nightly,unpaid,forged,loose,heavy,second,third,cheap,costly,busy,quiet,lone,paired,older,younger,distant,nearby,unknown,known,returning,missing', ',') as seeming,
    string_to_array('van,yard,garage,cellar,ledger,phone,courier,visitor,lodger,tenant,driver,cashier,barber,kitchen,stairwell,courtyard,lockup,warehouse,container,trailer,moped,parcel,holdall,rucksack,receipt,invoice,account,deposit,wallet,keyring,camera,alarm,window,shutter,doorway,alley,footbridge,bus stop,taxi rank,playground,canteen,hostel,bedsit,flat,caravan,boat,pontoon,allotment,shed,greenhouse,workshop,forecourt,carwash,bakery,launderette,arcade,takeaway,market stall,betting shop,nail bar', ',') as seen,
    string_to_array('the council,housing officers,the probation service,trading standards,the safeguarding team,the neighbourhood team', ',') as helper,
    array['Pursue', 'Pursue', 'Pursue', 'Pursue', 'Pursue', 'Pursue', 'Pursue', 'Prevent', 'Protect', 'Prepare'] as four_p;

-- A street and a number in it.
create function pg_temp.address(street text[], street_kind text[], chance double precision) returns text
  language sql immutable parallel safe
  return 1 + floor(chance * 1e9)::bigint % 180 || ' ' || street[1 + floor(chance * cardinality(street))::integer] || ' '
    || street_kind[1 + floor(chance * 1e6)::bigint % cardinality(street_kind)];

-- One of a list: the earlier are the more common, as most names are.
create function pg_temp.pick(list text[], chance double precision) returns text
  language sql immutable parallel safe
  return list[1 + floor(power(chance, 1.5) * cardinality(list))::integer];

-- What was seen somewhere, as it is noted down: texts of plans have words in common and hardly three in a row.
create function pg_temp.sight(seeming text[], seen text[], chance double precision) returns text
  language sql immutable parallel safe
  return seeming[1 + floor(chance * 1e6)::bigint % cardinality(seeming)] || ' ' || seen[1 + floor(chance * 1e8)::bigint % cardinality(seen)];
