import { sql } from 'kysely'
import { onlyRow, type Database, type Transaction } from '#platform/database'
import {
  declareRecord,
  fieldsOf,
  type FieldValue,
  type RecordDeclaration,
  stagedTable,
  stageStates,
  type Taken,
  takeStagedStates,
} from '#platform/record'

/** A register of no module, with a field of every kind: what the platform promises of any record is tested on it. */
export const sighting = declareRecord({
  register: 'sightings',
  noun: 'sighting',
  plural: 'sightings',
  table: 'sightings.sighting',
  ownerField: 'owner',
  titleField: 'name',
  order: { by: 'reference' },
  tellsFirstRecorded: true,
  fields: {
    reference: {
      label: 'Reference',
      kind: 'reference',
      column: 'reference',
      max: 100,
      listed: true,
      sortable: 'in an index',
    },
    name: {
      label: 'Name',
      kind: 'text',
      column: 'name',
      max: 200,
      personal: true,
      filter: 'contains',
      indexedByParts: true,
      listed: true,
      sortable: 'in an index',
    },
    owner: { label: 'Owner', kind: 'organisation', column: 'owner_id', filter: 'one-of', listed: true, sortable: true },
    helper: { label: 'Helper', kind: 'organisation', column: 'helper_id', optional: true, filter: 'one-of' },
    grade: {
      label: 'Grade',
      kind: 'choice',
      column: 'grade',
      options: ['High', 'Middle', 'Low'],
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    place: {
      label: 'Place',
      kind: 'listed',
      column: 'place',
      options: ['Harbour'],
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    seenOn: { label: 'Seen on', kind: 'day', column: 'seen_on', filter: 'days', listed: true, sortable: true },
    birds: { label: 'Birds', kind: 'count', column: 'birds', listed: true, sortable: true },
    costPence: { label: 'Cost (GBP)', kind: 'money', column: 'cost_pence', listed: true, sortable: true },
    observer: { label: 'Observer', kind: 'email', column: 'observer', optional: true, filter: 'equals' },
    after: { label: 'After', kind: 'link', column: 'after_reference', optional: true, filter: 'equals' },
  },
})

/** Makes the register's tables, with the policies that every register has. */
export async function makeSightings(owner: Database): Promise<void> {
  await sql
    .raw(
      `create schema sightings;
      create table sightings.sighting (like threats.threat including all);
      alter table sightings.sighting alter column owner_id set not null;
      create table sightings.sighting_state (
        id bigint generated always as identity primary key,
        record_id bigint not null references sightings.sighting,
        audience_id integer not null, recorded_from timestamptz not null, recorded_to timestamptz not null default 'infinity',
        first_recorded_from timestamptz not null, entered_at timestamptz not null, person_id integer, import_id uuid, in_error text,
        reference text not null, name text not null, owner_id integer not null, helper_id integer, grade text not null,
        place text not null, seen_on date not null, birds integer not null, cost_pence bigint not null, observer text,
        after_reference text,
        unique (record_id, recorded_from), check (recorded_from < recorded_to)
      );
      create index sighting_state_by_name on sightings.sighting_state (name, reference)
        include (id, audience_id, grade, place) where recorded_to = 'infinity' and in_error is null;
      create index sighting_state_current on sightings.sighting_state (audience_id, reference)
        include (id, grade, place) where recorded_to = 'infinity' and in_error is null;
      create index sighting_state_reference on sightings.sighting_state (reference, recorded_to, recorded_from, audience_id)
        include (id, in_error, grade, place);
      create index sighting_state_by_audience_then on sightings.sighting_state (audience_id, reference, recorded_to, recorded_from)
        include (id, grade, place) where in_error is null;
      create index sighting_state_in_order on sightings.sighting_state (reference, audience_id)
        include (id, grade, place) where recorded_to = 'infinity' and in_error is null;
      alter table sightings.sighting enable row level security;
      alter table sightings.sighting_state enable row level security;
      create function sightings.sighting_name_like(pattern text) returns setof text language sql stable as $$
        select distinct name from sightings.sighting_state
        where recorded_to = 'infinity' and in_error is null and lower(name) like lower(pattern) $$;
      grant usage on schema sightings to fourfold_app;
      grant select, insert, update on sightings.sighting, sightings.sighting_state to fourfold_app;`,
    )
    .execute(owner)
  await copyPolicies(owner)
}

/** The policies of the threats' tables under the names of these: they are what is tested. */
async function copyPolicies(owner: Database): Promise<void> {
  const { rows } = await sql<{ table: string; name: string; command: string; using: string; check: string }>`
    select tablename as "table", policyname as name, cmd as command, qual as "using", with_check as "check"
    from pg_policies where schemaname = 'threats' and tablename in ('threat', 'threat_state')`.execute(owner)
  if (rows.length === 0) throw new Error('The threats have no policies to copy.')
  for (const { table, name, command, using, check } of rows) {
    const of = (text: string) =>
      text.replaceAll('threats.threat', 'sightings.sighting').replaceAll('threat_state', 'sighting_state')
    const on = `sightings.${table.replace('threat', 'sighting')}`
    await sql
      .raw(
        `create policy ${name} on ${on} for ${command}
        ${using === null ? '' : `using (${of(using)})`} ${check === null ? '' : `with check (${of(check)})`}`,
      )
      .execute(owner)
  }
}

/** A row of a file, by names of fields; organisations by name. */
export interface StatedRow {
  readonly recordedAt: Date
  readonly handling?: string | undefined
  readonly values: Readonly<Record<string, FieldValue>>
}

/** Takes rows as one import does: staged, then taken at once. */
export async function takeRows(
  tx: Transaction,
  record: RecordDeclaration,
  rows: readonly StatedRow[],
  personId: number,
  importId?: string,
): Promise<Taken> {
  await stageStates(tx, record)
  const fields = fieldsOf(record)
  const columns = sql.join(fields.map(([, field]) => sql.ref(field.column)))
  for (const [index, row] of rows.entries()) {
    const values = fields.map(([name, field]) =>
      field.kind === 'organisation'
        ? sql`(select id from organisations.organisation where name = ${row.values[name] ?? null})`
        : sql`${row.values[name] ?? null}`,
    )
    await sql`insert into ${sql.table(stagedTable(record))} (line, recorded_from, stated_handling, ${columns})
      values (${index + 2}, ${row.recordedAt}, ${row.handling ?? null}, ${sql.join(values)})`.execute(tx)
  }
  return takeStagedStates(tx, record, { personId, ...(importId === undefined ? {} : { importId }) })
}

/** Does something in a transaction that acts for a person. */
export async function actingFor<Result>(
  database: Database,
  personId: number,
  purpose: 'read' | 'import',
  act: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction().execute(async tx => {
    await sql`select organisations.state_actor(${personId}::integer, ${purpose})`.execute(tx)
    return act(tx)
  })
}

/** Adds a person straight to the database. */
export async function addPerson(owner: Database, email: string, organisation: string, part: string): Promise<number> {
  const result = await sql<{ id: number }>`
    insert into organisations.person (email, name, organisation_id, parts)
    select ${email}, ${email}, id, array[${part}] from organisations.organisation where name = ${organisation}
    returning id`.execute(owner)
  return onlyRow(result).id
}
