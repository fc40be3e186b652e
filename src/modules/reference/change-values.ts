import type { Transaction } from '#platform/database'
import type { FieldError } from '#ui'
import { type Ending, problemsOfEnding, problemsOfPeriod } from './list-rules.ts'
import { holdLists, insertValue, nextValueId, replaceState, type ValueContent } from './value-change-store.ts'
import { listValues, type ReferenceValue } from './value-store.ts'

/** Done: which value, and which of its fields changed. Or what is wrong. */
export type Changed =
  { readonly id: number; readonly fields: readonly string[] } | { readonly errors: readonly FieldError[] }

/** Who changes which list. */
export interface ListChange {
  readonly tx: Transaction
  readonly list: string
  readonly personId: number
}

/** What a value says of itself, and where it stands: it may change at any time, and touches no other value. */
export type Says = Pick<ValueContent, 'hint' | 'closed' | 'fourP' | 'words' | 'position'>

/** A value in the state that whoever changes it saw. */
export type Seen = Pick<ReferenceValue, 'id' | 'version'>

const open = { toOn: undefined, becameId: undefined }

/** Puts a value on the list from a day, or as if it had ever been there. */
export async function addValue(
  { tx, list, personId }: ListChange,
  added: Says & Pick<ValueContent, 'value' | 'fromOn'>,
): Promise<Changed> {
  await holdLists(tx)
  const errors = problemsOfPeriod(await listValues(tx, list), { ...added, ...open })
  if (errors.length > 0) return { errors }
  const id = await nextValueId(tx)
  await insertValue(tx, { list, id, personId }, { ...added, ...open })
  return { id, fields: ['value', 'fromOn'] }
}

/** Changes what a value says of itself. */
export async function changeSays(change: ListChange, seen: Seen, says: Says): Promise<Changed> {
  const found = await holdValue(change, seen)
  if ('errors' in found) return found
  const { before } = found
  const fields = (['hint', 'closed', 'fourP', 'words', 'position'] as const).filter(
    field => JSON.stringify(before[field]) !== JSON.stringify(says[field]),
  )
  if (fields.length > 0) await replaceState(change.tx, { ...change, id: seen.id }, { ...before, ...says })
  return { id: seen.id, fields }
}

/** Ends a value. Records keep the word they hold; what changes is what is offered from that day on. */
export async function endValue(change: ListChange, seen: Seen, ending: Ending): Promise<Changed> {
  const found = await holdValue(change, seen)
  if ('errors' in found) return found
  const { before, all } = found
  const errors = problemsOfEnding(all, before, ending)
  if (errors.length > 0) return { errors }
  const { tx, list, personId } = change
  const becameId = ending.how === 'renamed' ? await nextValueId(tx) : ending.how === 'merged' ? ending.into : undefined
  await replaceState(tx, { list, id: seen.id, personId }, { ...before, toOn: ending.on, becameId })
  if (ending.how === 'renamed' && becameId !== undefined) {
    const renamed = { ...before, ...open, value: ending.to, fromOn: ending.on }
    await insertValue(tx, { list, id: becameId, personId }, renamed)
  }
  return { id: seen.id, fields: ending.how === 'ended' ? ['toOn'] : ['toOn', 'becameId'] }
}

/** Takes the end of a value back: it stays on the list. What was to take its place stays too. */
export async function keepValue(change: ListChange, seen: Seen): Promise<Changed> {
  const found = await holdValue(change, seen)
  if ('errors' in found) return found
  const others = found.all.filter(value => value.id !== seen.id)
  const kept = { ...found.before, ...open }
  const errors = problemsOfPeriod(others, kept)
  if (errors.length > 0) return { errors }
  await replaceState(change.tx, { ...change, id: seen.id }, kept)
  return { id: seen.id, fields: ['toOn'] }
}

async function holdValue(
  { tx, list }: ListChange,
  { id, version }: Seen,
): Promise<
  | { readonly before: ReferenceValue; readonly all: readonly ReferenceValue[] }
  | { readonly errors: readonly FieldError[] }
> {
  await holdLists(tx)
  const all = await listValues(tx, list)
  const before = all.find(value => value.id === id)
  if (before?.version === version) return { before, all }
  return { errors: [{ field: 'version', text: changedMeanwhile }] }
}

const changedMeanwhile = 'Somebody changed this value after you opened it. Open it again, then make your change'
