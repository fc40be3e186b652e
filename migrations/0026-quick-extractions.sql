-- The rows of an extraction of a whole country are hundreds of thousands: what was looked up and indexed for each took longer
-- than to read them. That the extraction is there is what the policy for inserts asks (its id is among those that the actor
-- took), and nobody may delete one. Nothing finds a row by its position.
alter table insight.extraction_row
  drop constraint extraction_row_extraction_id_fkey,
  drop constraint extraction_row_pkey,
  drop constraint extraction_row_extraction_id_state_id_key,
  add primary key (extraction_id, state_id);
