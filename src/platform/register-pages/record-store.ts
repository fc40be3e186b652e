import { type RawBuilder, sql } from 'kysely'
import { onlyRow, type Transaction } from '#platform/database'
import {
  type Knowledge,
  knownState,
  type RecordDeclaration,
  type Selection,
  selectionCondition,
  stateSource,
  stateTable,
} from '#platform/record'

/** Whether a selection holds a record of any of these handlings that the actor can see. */
export async function holdsHandling(
  tx: Transaction,
  record: RecordDeclaration,
  selection: Selection,
  handlings: readonly string[],
): Promise<boolean> {
  const result = await sql<{ holds: boolean }>`select exists (
    select from ${stateSource(record)}
    where ${selectionCondition(record, selection)} and audience.handling = any (${handlings}::text[])) as holds`.execute(
    tx,
  )
  return onlyRow(result).holds
}

/** The condition that a state `s` is of none of these handlings: their audiences are looked up once, and not of each state. */
export function handledOtherwise(handlings: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`s.audience_id <> all (array(select id from organisations.audience where handling = any (${handlings}::text[])))`
}

/** Those of the references at which the actor can see a record. */
export async function visibleReferences(
  tx: Transaction,
  record: RecordDeclaration,
  references: readonly string[],
  known: Knowledge,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ reference: string }>`
    select s.reference from ${sql.table(stateTable(record))} s
    where s.reference = any (${references}::text[]) and ${knownState(known, stateTable(record))}`.execute(tx)
  return new Set(rows.map(row => row.reference))
}
