import { type RawBuilder, sql } from 'kysely'
import type { RecordDeclaration } from './declaration.ts'
import { isKnownNow, type Knowledge, knownState } from './known.ts'
import { stateTable } from './state-query.ts'

/** A text as LIKE takes it literally. */
export function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}

/**
 * The condition that a field of a state `s` contains a text, in any letter case. What is known now is asked by way of the texts in
 * use, which are indexed by their parts; otherwise every text that the actor may see is looked at.
 */
export function containsText(
  record: RecordDeclaration,
  name: string,
  text: string,
  known: Knowledge,
): RawBuilder<boolean> {
  const column = record.fields[name]?.column ?? name
  if (!isAskedByParts(record, name, text, known))
    return sql<boolean>`${sql.ref(`s.${column}`)} ilike ${`%${literally(text)}%`}`
  return sql<boolean>`${sql.ref(`s.${column}`)} in (select one.text from ${textsLike(record, name, text)})`
}

/** The texts in use of a field that contain a text, as rows `one (text)`: of what stands today and the actor may see. */
export function textsLike(record: RecordDeclaration, name: string, text: string): RawBuilder<unknown> {
  const column = record.fields[name]?.column ?? name
  return sql`${sql.table(`${record.table}_${column}_like`)}(${`%${literally(text)}%`}) as one (text)`
}

/** Whether the texts in use are asked: they are those of what stands today, without what was recorded in error. */
export function isAskedByParts(record: RecordDeclaration, name: string, text: string, known: Knowledge): boolean {
  return record.fields[name]?.indexedByParts === true && isKnownNow(known) && !known.withErrors && hasThree.test(text)
}

/** An index of three characters each knows nothing of fewer, and would be gone through from end to end. */
const hasThree = /[\p{L}\p{N}]{3}/u

/**
 * The condition that the reference of a state `s` is like a pattern, in any letter case: of what stands today.
 *
 * @param most only so many, the first in order.
 */
export function referenceLike(record: RecordDeclaration, pattern: string, most?: number): RawBuilder<boolean> {
  return sql<boolean>`s.reference in (
    select one.reference from ${sql.table(`${record.table}_reference_like`)}(${pattern}, ${most ?? null}::integer)
      as one (reference))`
}

/**
 * The condition that a state `s` known today is one of those that any of several conditions finds. With OR between them every
 * state would be looked at; here each is answered by an index of its own.
 *
 * @param most of each only so many, the first by their references.
 */
export function foundByAny(
  record: RecordDeclaration,
  conditions: readonly RawBuilder<boolean>[],
  most?: number,
): RawBuilder<boolean> {
  // The offset keeps the order apart: to meet what is rare in it, the whole of an index in that order might be gone through.
  const found = conditions.map(
    condition => sql`(select one.id from (
      select s.id, s.reference from ${sql.table(stateTable(record))} s
      where ${condition} and ${knownState({ asAt: { when: 'now' } }, stateTable(record))} offset 0) one
      order by one.reference limit ${most ?? null}::integer)`,
  )
  return sql<boolean>`s.id in (${sql.join(found, sql` union all `)})`
}
