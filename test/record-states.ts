import { sql } from 'kysely'
import { stateActor, systemPersonId } from '#modules/organisations'
import type { Database } from '#platform/database'
import { fieldsOf, type RecordDeclaration, stagedTable, stageStates, takeStagedStates } from '#platform/record'

/** A state to record: values by column name, from an instant. */
export interface StatedState {
  readonly recordedFrom: string
  readonly handling?: string
  readonly values: Readonly<Record<string, string | number | null>>
}

/** Records states as the system account, as an import would: whole, each from the instant it states. */
export async function recordStates(
  database: Database,
  record: RecordDeclaration,
  states: readonly StatedState[],
): Promise<void> {
  await database.transaction().execute(async tx => {
    const personId = await systemPersonId(tx)
    await stateActor(tx, personId, 'import')
    await stageStates(tx, record)
    const columns = fieldsOf(record).map(([, field]) => field.column)
    for (const [index, state] of states.entries()) {
      const values = columns.map(column => sql`${state.values[column] ?? null}`)
      await sql`insert into ${sql.table(stagedTable(record))}
        (line, recorded_from, stated_handling, ${sql.join(columns.map(column => sql.ref(column)))})
        values (${index + 2}, ${state.recordedFrom}::timestamptz, ${state.handling ?? null}, ${sql.join(values)})`.execute(
        tx,
      )
    }
    await takeStagedStates(tx, record, { personId })
  })
}
