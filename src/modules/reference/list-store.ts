import { sql } from 'kysely'
import type { Transaction } from '#platform/database'

/** What the values of a list may say of themselves beside what they mean. */
export type SaysToo = 'closed' | 'four P' | 'words'

export interface ReferenceList {
  /** Its place in addresses: 'phases'. */
  readonly name: string
  readonly title: string
  /** What it is for. */
  readonly says: string
  /** Records may hold other values, kept as they came. */
  readonly others: boolean
  /** The program itself knows its values by name: what they say may change, and nothing else. */
  readonly fixed: boolean
  readonly saysToo: readonly SaysToo[]
}

/** Every list, in its order. */
export async function listLists(tx: Transaction): Promise<readonly ReferenceList[]> {
  const { rows } = await sql<ReferenceList>`
    select name, title, says, others, fixed, says_too as "saysToo" from reference.list order by position, name`.execute(
    tx,
  )
  return rows
}

/** One list; undefined for an unknown name. */
export async function readList(tx: Transaction, name: string): Promise<ReferenceList | undefined> {
  return (await listLists(tx)).find(list => list.name === name)
}
