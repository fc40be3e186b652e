import { sql } from 'kysely'
import type { Transaction } from '#platform/database'

/** How many records of today hold a value, in one field of one register. */
export interface Uses {
  readonly register: string
  readonly field: string
  /** Owners with five or more, the most first. */
  readonly owners: readonly { readonly owner: string; readonly records: number }[]
  /** Of all other owners together; undefined when they have fewer than five, none included. */
  readonly others: number | undefined
}

/**
 * How many records hold a value today, by register, field and owner, of all the records there are: for administrators, who may
 * see none of them. Nothing for anyone else.
 */
export async function usesOf(tx: Transaction, list: string, value: string): Promise<readonly Uses[]> {
  const { rows } = await sql<{ register: string; field: string; owner: string | null; figure: number | null }>`
    select register, field, owner, figure from reference.uses_of(${list}, ${value})
    order by register, field, figure desc nulls last, owner`.execute(tx)
  const places = [...new Set(rows.map(({ register, field }) => `${register} ${field}`))]
  return places.map(place => {
    const [register = '', field = ''] = place.split(' ')
    const here = rows.filter(row => row.register === register && row.field === field)
    return {
      register,
      field,
      owners: here.flatMap(({ owner, figure }) =>
        owner === null || figure === null ? [] : [{ owner, records: figure }],
      ),
      others: here.find(({ owner }) => owner === null)?.figure ?? undefined,
    }
  })
}

/** Where records hold values of a list: register and field, by the names of their declarations. */
export async function placesOf(
  tx: Transaction,
  list: string,
): Promise<readonly { readonly register: string; readonly field: string }[]> {
  const { rows } = await sql<{ register: string; field: string }>`
    select register, field from reference.use where list = ${list} order by register, field`.execute(tx)
  return rows
}
