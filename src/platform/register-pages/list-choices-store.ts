import { type RawBuilder, sql } from 'kysely'
import { runPrepared, type Transaction } from '#platform/database'
import { fieldsOf, type Knowledge, knownState, type RecordDeclaration, stateSource, stateTable } from '#platform/record'

/** What the questions of a list's filter offer beside the declared options. */
export interface ListChoices {
  /** Organisations that can own records, ended ones too: a list may be of a day when they were there. */
  readonly organisations: readonly string[]
  /** By field of kind 'listed': values in use that the actor can see and that are not usual, some 100 of each at most. */
  readonly values: Readonly<Record<string, readonly string[]>>
  readonly usual: UsualValues
}

/** By field with a reference list: its values, instead of the declared options. */
export type UsualValues = Readonly<Record<string, readonly string[]>>

interface ChoiceRow {
  readonly kind: string
  readonly value: string
}

const mostValues = 100
const organisationsKey = 'organisations '

/** What a list's filter offers, in one statement. */
export async function listChoices(
  tx: Transaction,
  record: RecordDeclaration,
  known: Knowledge,
  usual: UsualValues,
): Promise<ListChoices> {
  const listed = fieldsOf(record).filter(([, field]) => field.kind === 'listed')
  const others = listed.map(([name]) => otherValues(record, name, known, usual[name] ?? []))
  const parts = [organisationNames(), ...others]
  const { rows } = await runPrepared(tx, sql<ChoiceRow>`${sql.join(parts, sql` union all `)}`)
  const of = (kind: string) => rows.filter(row => row.kind === kind).map(row => row.value)
  return {
    organisations: of(organisationsKey).sort((a, b) => a.localeCompare(b, 'en-GB')),
    values: Object.fromEntries(listed.map(([name]) => [name, of(name).sort()])),
    usual,
  }
}

function organisationNames(): RawBuilder<ChoiceRow> {
  return sql`(select ${organisationsKey} as kind, name as value from organisations.organisation
    where kind in ('Police force', 'Regional organised crime unit', 'National agency'))`
}

/** The different values of a field that stand in the records the actor can see, in order, but for the usual ones. */
function otherValues(
  record: RecordDeclaration,
  name: string,
  known: Knowledge,
  usual: readonly string[],
): RawBuilder<ChoiceRow> {
  const column = sql.ref(`s.${record.fields[name]?.column ?? 'reference'}`)
  if (known.asAt.when === 'now' && known.enteredBy === undefined && !known.withErrors)
    return stepsThrough(record, name, known, { column, usual })
  return sql`(select distinct ${name}::text as kind, ${column} as value from ${stateSource(record)}
    where ${knownState(known, stateTable(record))} and ${column} is not null and ${column} <> all (${usual}::text[])
    order by value limit ${sql.lit(mostValues)})`
}

/**
 * Today's values, each found as the next one after that before, in the gaps that the usual ones leave: a few looks into the field's
 * index, however many records there are.
 */
function stepsThrough(
  record: RecordDeclaration,
  name: string,
  known: Knowledge,
  { column, usual }: { readonly column: RawBuilder<unknown>; readonly usual: readonly string[] },
): RawBuilder<ChoiceRow> {
  const table = stateTable(record)
  const first = (
    place: RawBuilder<unknown>,
    bound: RawBuilder<unknown>,
  ) => sql`(select ${column} from ${sql.table(table)} s
    where ${knownState(known, table)} and ${column} > ${place}.value ${bound} order by 1 limit 1)`
  // In two, so that the index ends each look where its gap ends.
  const next = (place: RawBuilder<unknown>) => sql`case when ${place}.upto is null then ${first(place, sql``)}
    else ${first(place, sql`and ${column} < ${place}.upto`)} end`
  return sql`(with recursive gap as (
      select value, lead(value) over (order by value) as upto
      from (select '' as value union select unnest(${usual}::text[])) usual
    ), step as (
      select ${next(sql`gap`)} as value, gap.upto, 1 as place from gap
      union all
      select ${next(sql`step`)}, step.upto, step.place + 1 from step
      where step.value is not null and step.place < ${sql.lit(mostValues)}
    )
    select ${name}::text as kind, step.value from step where step.value is not null
    order by step.value limit ${sql.lit(mostValues)})`
}
