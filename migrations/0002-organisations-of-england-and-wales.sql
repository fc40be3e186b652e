-- The organisations and regions of England and Wales, with their PNC codes. HMICFRS, An inspection of the north-west
-- regional response to serious and organised crime (2023), appendix 1, lists the regions and their forces.

insert into organisations.organisation (code, name, abbreviation, kind) values
  ('01', 'Metropolitan Police Service', 'MPS', 'Police force'),
  ('03', 'Cumbria Constabulary', null, 'Police force'),
  ('04', 'Lancashire Constabulary', null, 'Police force'),
  ('05', 'Merseyside Police', null, 'Police force'),
  ('06', 'Greater Manchester Police', 'GMP', 'Police force'),
  ('07', 'Cheshire Constabulary', null, 'Police force'),
  ('10', 'Northumbria Police', null, 'Police force'),
  ('11', 'Durham Constabulary', null, 'Police force'),
  ('12', 'North Yorkshire Police', null, 'Police force'),
  ('13', 'West Yorkshire Police', null, 'Police force'),
  ('14', 'South Yorkshire Police', null, 'Police force'),
  ('16', 'Humberside Police', null, 'Police force'),
  ('17', 'Cleveland Police', null, 'Police force'),
  ('20', 'West Midlands Police', null, 'Police force'),
  ('21', 'Staffordshire Police', null, 'Police force'),
  ('22', 'West Mercia Police', null, 'Police force'),
  ('23', 'Warwickshire Police', null, 'Police force'),
  ('30', 'Derbyshire Constabulary', null, 'Police force'),
  ('31', 'Nottinghamshire Police', null, 'Police force'),
  ('32', 'Lincolnshire Police', null, 'Police force'),
  ('33', 'Leicestershire Police', null, 'Police force'),
  ('34', 'Northamptonshire Police', null, 'Police force'),
  ('35', 'Cambridgeshire Constabulary', null, 'Police force'),
  ('36', 'Norfolk Constabulary', null, 'Police force'),
  ('37', 'Suffolk Constabulary', null, 'Police force'),
  ('40', 'Bedfordshire Police', null, 'Police force'),
  ('41', 'Hertfordshire Constabulary', null, 'Police force'),
  ('42', 'Essex Police', null, 'Police force'),
  ('43', 'Thames Valley Police', null, 'Police force'),
  ('44', 'Hampshire and Isle of Wight Constabulary', null, 'Police force'),
  ('45', 'Surrey Police', null, 'Police force'),
  ('46', 'Kent Police', null, 'Police force'),
  ('47', 'Sussex Police', null, 'Police force'),
  ('48', 'City of London Police', null, 'Police force'),
  ('50', 'Devon and Cornwall Police', null, 'Police force'),
  ('52', 'Avon and Somerset Police', null, 'Police force'),
  ('53', 'Gloucestershire Constabulary', null, 'Police force'),
  ('54', 'Wiltshire Police', null, 'Police force'),
  ('55', 'Dorset Police', null, 'Police force'),
  ('60', 'North Wales Police', null, 'Police force'),
  ('61', 'Gwent Police', null, 'Police force'),
  ('62', 'South Wales Police', null, 'Police force'),
  ('63', 'Dyfed-Powys Police', null, 'Police force'),
  ('93', 'British Transport Police', 'BTP', 'Police force'),
  (null, 'North East Regional Special Operations Unit', 'NERSOU', 'Regional organised crime unit'),
  (null, 'North West Regional Organised Crime Unit', 'NWROCU', 'Regional organised crime unit'),
  (null, 'Yorkshire and Humber Regional Organised Crime Unit', 'YHROCU', 'Regional organised crime unit'),
  (null, 'Regional Organised Crime Unit for the West Midlands Region', 'ROCUWM', 'Regional organised crime unit'),
  (null, 'East Midlands Special Operations Unit', 'EMSOU', 'Regional organised crime unit'),
  (null, 'Eastern Region Special Operations Unit', 'ERSOU', 'Regional organised crime unit'),
  (null, 'South East Regional Organised Crime Unit', 'SEROCU', 'Regional organised crime unit'),
  (null, 'South West Regional Organised Crime Unit', 'SWROCU', 'Regional organised crime unit'),
  (null, 'Tarian', null, 'Regional organised crime unit'),
  ('91', 'National Crime Agency', 'NCA', 'National agency'),
  ('88', 'HM Revenue and Customs', 'HMRC', 'National agency'),
  (null, 'Home Office Immigration Enforcement', null, 'National agency'),
  (null, 'HM Prison and Probation Service', 'HMPPS', 'National agency'),
  (null, 'HMICFRS', null, 'Inspectorate'),
  (null, 'Home Office', null, 'Oversight'),
  (null, 'Mayoral oversight', null, 'Oversight'),
  (null, 'Fourfold administration', null, 'Administration');

insert into organisations.organisation_alias (alias, organisation_id)
  select organisations.name_key(alias), o.id
  from (values
    ('Yorkshire & the Humber Regional Organised Crime Unit', 'Yorkshire and Humber Regional Organised Crime Unit'),
    ('Eastern Region Special Operations Unit (ERSOU)', 'Eastern Region Special Operations Unit'),
    ('His Majesty''s Revenue and Customs', 'HM Revenue and Customs'),
    ('His Majesty''s Prison and Probation Service', 'HM Prison and Probation Service'),
    ('His Majesty''s Inspectorate of Constabulary and Fire & Rescue Services', 'HMICFRS'),
    ('Metropolitan Police', 'Metropolitan Police Service'),
    ('Hampshire Constabulary', 'Hampshire and Isle of Wight Constabulary'),
    ('Devon & Cornwall Police', 'Devon and Cornwall Police'),
    ('Avon & Somerset Police', 'Avon and Somerset Police')
  ) as named (alias, name)
  join organisations.organisation o using (name)
  where organisations.name_key(alias) <> organisations.name_key(o.name);

insert into organisations.region (name) values
  ('North East'), ('North West'), ('Yorkshire and the Humber'), ('West Midlands'), ('East Midlands'), ('Eastern'),
  ('South East'), ('South West'), ('Southern Wales'), ('London');

insert into organisations.region_member (region_id, organisation_id)
  select r.id, o.id
  from (values
    ('North East', array['Northumbria Police', 'Durham Constabulary', 'Cleveland Police',
       'North East Regional Special Operations Unit']),
    ('North West', array['Cumbria Constabulary', 'Lancashire Constabulary', 'Merseyside Police', 'Greater Manchester Police',
       'Cheshire Constabulary', 'North Wales Police', 'North West Regional Organised Crime Unit']),
    ('Yorkshire and the Humber', array['North Yorkshire Police', 'West Yorkshire Police', 'South Yorkshire Police',
       'Humberside Police', 'Yorkshire and Humber Regional Organised Crime Unit']),
    ('West Midlands', array['West Midlands Police', 'Staffordshire Police', 'West Mercia Police', 'Warwickshire Police',
       'Regional Organised Crime Unit for the West Midlands Region']),
    ('East Midlands', array['Derbyshire Constabulary', 'Nottinghamshire Police', 'Lincolnshire Police', 'Leicestershire Police',
       'Northamptonshire Police', 'East Midlands Special Operations Unit']),
    ('Eastern', array['Cambridgeshire Constabulary', 'Norfolk Constabulary', 'Suffolk Constabulary', 'Bedfordshire Police',
       'Hertfordshire Constabulary', 'Essex Police', 'Kent Police', 'Eastern Region Special Operations Unit']),
    ('South East', array['Thames Valley Police', 'Hampshire and Isle of Wight Constabulary', 'Surrey Police', 'Sussex Police',
       'South East Regional Organised Crime Unit']),
    ('South West', array['Devon and Cornwall Police', 'Avon and Somerset Police', 'Gloucestershire Constabulary',
       'Wiltshire Police', 'Dorset Police', 'South West Regional Organised Crime Unit']),
    ('Southern Wales', array['Gwent Police', 'South Wales Police', 'Dyfed-Powys Police', 'Tarian']),
    ('London', array['Metropolitan Police Service', 'City of London Police', 'British Transport Police'])
  ) as membership (region, members)
  join organisations.region r on r.name = membership.region
  join organisations.organisation o on o.name = any (membership.members);

-- The account that the command line acts for when it is told no other. Nobody can sign in as it: it has no password.
insert into organisations.person (email, name, organisation_id, parts)
  select 'system', 'The system', id, array['system'] from organisations.organisation where name = 'Fourfold administration';
