import type { AsAt } from '#platform/clock'
import { onlyRow, type Transaction } from '#platform/database'
import { sql } from 'kysely'
import type { FourP } from '../four-ps.ts'

/** Something that is usually tried against a kind of crime: to start from, in one's own words. */
export interface MenuTactic {
  readonly id: number
  readonly name: string
  readonly fourP: FourP
  /** Null: for any. */
  readonly crimeCategory: string | null
  readonly what: string
  readonly whenToUse: string
  readonly whoHelps: string
  readonly watchOut: string
  /** The tactic of the reference list that it would be recorded as. */
  readonly recordedAs: string | null
  /** 'YYYY-MM-DD'; the day from which it is offered no more. */
  readonly toOn: string | null
}

export type NewTactic = Omit<MenuTactic, 'id' | 'toOn'> & { readonly fromOn: string }

const columns = sql`id, name, four_p as "fourP", crime_category as "crimeCategory", what, when_to_use as "whenToUse",
  who_helps as "whoHelps", watch_out as "watchOut", recorded_as as "recordedAs", to_on as "toOn"`

/** The tactics that are offered on a day, as was known at a moment: those for one crime category and for any, or all. */
export async function menuOn(
  tx: Transaction,
  day: string,
  { asAt, crimeCategory }: { readonly asAt: AsAt; readonly crimeCategory?: string | undefined },
): Promise<readonly MenuTactic[]> {
  const { rows } = await sql<MenuTactic>`
    select ${columns} from plans.menu_tactic
    where coalesce(from_on <= ${day}::date, true) and coalesce(${day}::date < to_on, true)
      and ${asAt.when === 'now' ? sql`true` : sql`made_at <= ${asAt.instant}`}
      and ${crimeCategory === undefined ? sql`true` : sql`(crime_category = ${crimeCategory} or crime_category is null)`}
    order by crime_category nulls last, array_position(array['Pursue', 'Prevent', 'Protect', 'Prepare'], four_p), name, id`.execute(
    tx,
  )
  return rows
}

/** One tactic, whether it is still offered or not. */
export async function readTactic(tx: Transaction, id: number): Promise<MenuTactic | undefined> {
  const { rows } = await sql<MenuTactic>`select ${columns} from plans.menu_tactic where id = ${id}::bigint`.execute(tx)
  return rows[0]
}

/** Adds a tactic to the menu from a day on. */
export async function addTactic(tx: Transaction, tactic: NewTactic, personId: number): Promise<number> {
  return onlyRow(
    await sql<{ id: number }>`
      insert into plans.menu_tactic
        (name, four_p, crime_category, what, when_to_use, who_helps, watch_out, recorded_as, from_on, made_by)
      values (${tactic.name}, ${tactic.fourP}, ${tactic.crimeCategory}, ${tactic.what}, ${tactic.whenToUse},
        ${tactic.whoHelps}, ${tactic.watchOut}, ${tactic.recordedAs}, ${tactic.fromOn}, ${personId})
      returning id`.execute(tx),
  ).id
}

/** Says from which day on a tactic is offered no more. False when somebody did meanwhile. */
export async function endTactic(tx: Transaction, id: number, toOn: string, personId: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update plans.menu_tactic set to_on = ${toOn}, ended_by = ${personId} where id = ${id} and to_on is null`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}
