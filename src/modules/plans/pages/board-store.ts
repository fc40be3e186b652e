import type { AsAt } from '#platform/clock'
import type { Transaction } from '#platform/database'
import { knownState, stateColumns, type StateRow, stateSource, toState } from '#platform/record'
import { sql } from 'kysely'
import type { FourP } from '../four-ps.ts'
import { planAction } from '../plan-action.ts'
import type { ActionState } from '../plan-store.ts'

/** The columns of a board: how far an action is, and of an open one how pressing. */
export const boardColumns = ['Overdue', 'Due within 7 days', 'Later or no date', 'Done', 'Dropped'] as const
export type BoardColumn = (typeof boardColumns)[number]

/** An action in its place on the board; `ofCell` are in the same place, shown or not. */
export interface BoardCard {
  readonly action: ActionState
  readonly p: FourP
  readonly column: BoardColumn
  readonly ofCell: number
}

/** A plan's actions in their places, at most so many in each: the ones due first, or ended last, first. */
export async function boardOf(
  tx: Transaction,
  plan: string,
  { asAt, today, limit }: { readonly asAt: AsAt; readonly today: string; readonly limit: number },
): Promise<readonly BoardCard[]> {
  const column = sql`case when s.status <> 'Open' then s.status
    when s.due_on < ${today}::date then 'Overdue'
    when s.due_on < ${today}::date + 7 then 'Due within 7 days' else 'Later or no date' end`
  const { rows } = await sql<StateRow & { _column: BoardColumn; _cell: number }>`
    select * from (
      select ${stateColumns(planAction)}, ${column} as _column,
        row_number() over (partition by s.four_p, ${column} order by s.done_on desc nulls last, s.due_on nulls last, s.reference) as _place,
        count(*) over (partition by s.four_p, ${column}) as _cell
      from ${stateSource(planAction)}
      where s.plan_reference = ${plan} and ${knownState({ asAt }, 'plans.action_state')}
    ) placed where _place <= ${limit} order by _place`.execute(tx)
  return rows.map(row => {
    const action = toState(planAction, row)
    return { action, p: action.values.p as FourP, column: row._column, ofCell: row._cell }
  })
}
