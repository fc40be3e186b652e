import { type RawBuilder, sql } from 'kysely'
import { plannedAnew, type Transaction } from '#platform/database'
import {
  containsText,
  foundByAny,
  type Handling,
  isAskedByParts,
  type Knowledge,
  knownState,
  literally,
  type RecordDeclaration,
  referenceLike,
  stateSource,
  stateTable,
} from '#platform/record'

/** A record that a search found. */
export interface Found {
  readonly reference: string
  readonly title: string
  readonly handling: Handling
}

/** The records at any of these references, exactly: quick, for there is an index. */
export async function foundAt(
  tx: Transaction,
  record: RecordDeclaration,
  references: readonly string[],
  known: Knowledge,
): Promise<readonly Found[]> {
  const { rows } = await sql<Found>`
    select s.reference, ${titleColumn(record)} as title, audience.handling from ${stateSource(record)}
    where s.reference = any (${references}::text[]) and ${knownState(known, stateTable(record))}
    order by s.reference limit 20`.execute(tx)
  return rows
}

/** Records whose reference begins with the text or whose name contains it, in any letter case; those at it exactly first. */
export async function foundLike(
  tx: Transaction,
  record: RecordDeclaration,
  text: string,
  limit: number,
  known: Knowledge,
): Promise<readonly Found[]> {
  const literal = literally(text)
  const { rows } = await sql<Found>`
    select s.reference, ${titleColumn(record)} as title, audience.handling from ${stateSource(record)}
    where ${plannedAnew} ${isLike(record, text, limit, known)}
      and ${knownState(known, stateTable(record))}
    order by s.reference ilike ${literal} desc, s.reference limit ${limit}`.execute(tx)
  return rows
}

function isLike(record: RecordDeclaration, text: string, limit: number, known: Knowledge): RawBuilder<boolean> {
  const literal = literally(text)
  const title = containsText(record, record.titleField, text, known)
  return isAskedByParts(record, record.titleField, text, known)
    ? foundByAny(
        record,
        [referenceLike(record, literal, limit), referenceLike(record, `${literal}%`, limit), title],
        limit,
      )
    : sql<boolean>`(s.reference ilike ${`${literal}%`} or ${title})`
}

function titleColumn(record: RecordDeclaration) {
  return sql.ref(`s.${record.fields[record.titleField]?.column ?? 'reference'}`)
}
