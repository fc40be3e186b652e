import { type RawBuilder, sql } from 'kysely'
import {
  type Field,
  fieldsOf,
  type FieldValue,
  type Handling,
  type RecordDeclaration,
  type RecordState,
} from './declaration.ts'

/** A row as `stateColumns` selects it: our own columns behind an underscore, then each field under its name. */
export interface StateRow {
  readonly _handling: Handling
  readonly _from: Date
  readonly _to: Date | null
  readonly _entered: Date
  readonly _error: string | null
  readonly [field: string]: unknown
}

export function stateTable(record: RecordDeclaration): string {
  return `${record.table}_state`
}

/** Nearly every statement asks for the same of a record: it is put together once. */
function oncePerRecord(
  make: (record: RecordDeclaration) => RawBuilder<unknown>,
): (record: RecordDeclaration) => RawBuilder<unknown> {
  const made = new WeakMap<RecordDeclaration, RawBuilder<unknown>>()
  return record => {
    const before = made.get(record) ?? make(record)
    made.set(record, before)
    return before
  }
}

/** What a state shows: its fields by name, organisations by their names, and its handling, which is always today's. */
export const stateColumns = oncePerRecord(record =>
  sql.join([
    sql`audience.handling as _handling, s.recorded_from as _from, nullif(s.recorded_to, 'infinity') as _to, s.entered_at as _entered, s.in_error as _error`,
    ...fieldsOf(record).map(fieldColumn),
  ]),
)

/** A field of a state from `stateSource`, under its own name. */
export function fieldColumn([name, field]: readonly [string, Field]): RawBuilder<unknown> {
  return field.kind === 'organisation'
    ? sql`${sql.ref(`${name}.name`)} as ${sql.ref(name)}`
    : sql`${sql.ref(`s.${field.column}`)} as ${sql.ref(name)}`
}

/** The states `s` of a record with what their columns are looked up in: by outer joins, which cost nothing where none is used. */
export const stateSource = oncePerRecord(record => {
  const lookups = fieldsOf(record)
    .filter(([, field]) => field.kind === 'organisation')
    .map(
      ([name, field]) =>
        sql`left join organisations.organisation ${sql.ref(name)} on ${sql.ref(`${name}.id`)} = ${sql.ref(`s.${field.column}`)}`,
    )
  return sql`${sql.table(stateTable(record))} s
    left join organisations.audience audience on audience.id = s.audience_id ${sql.join(lookups, sql` `)}`
})

/** Within a record the instant it was recorded is a state's own: no other has it. */
export function versionOf(recordedFrom: Date): string {
  return recordedFrom.getTime().toString(36)
}

/** A selected row as a state of the record. */
export function toState<Name extends string>(record: RecordDeclaration<Name>, row: StateRow): RecordState<Name> {
  const values = Object.fromEntries(fieldsOf(record).map(([name]) => [name, row[name] as FieldValue]))
  return {
    reference: String(row['reference']),
    version: versionOf(row._from),
    ...(row._error === null ? {} : { inError: row._error }),
    handling: row._handling,
    recordedFrom: row._from,
    recordedTo: row._to ?? undefined,
    enteredAt: row._entered,
    values: values as Record<Name, FieldValue>,
  }
}
