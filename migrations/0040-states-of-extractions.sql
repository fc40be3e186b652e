-- The states that an extraction holds, in its order, beside what else is kept of it: they are written once, read together and never
-- changed. As rows of their own, each with a place in an index, those of a whole country took longer to keep than to read.
alter table insight.extraction add column state_ids bigint[];
update insight.extraction taken set state_ids = array(
  select held.state_id from insight.extraction_row held where held.extraction_id = taken.id order by held.position);
alter table insight.extraction
  alter column state_ids set not null,
  add check (cardinality(state_ids) = row_count);
drop table insight.extraction_row;
