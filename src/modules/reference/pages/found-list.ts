import { asAtInstant, dayOf, londonToday } from '#platform/clock'
import { refused, type Visit } from '#platform/http'
import { readList, type ReferenceList } from '../list-store.ts'
import { listValues, type ReferenceValue, wordsOnLists } from '../value-store.ts'

/** A list as it was known at the moment the site is on. */
export interface FoundList {
  readonly list: ReferenceList
  readonly values: readonly ReferenceValue[]
}

export interface FoundValue extends FoundList {
  readonly value: ReferenceValue
}

/** The list of an address; undefined when there is none. */
export async function findList(visit: Visit, name: string): Promise<FoundList | undefined> {
  const list = await readList(visit.tx, name)
  return list && { list, values: await listValues(visit.tx, name, undefined, knownAt(visit)) }
}

/** The list and the value of an address. */
export async function findValue(
  visit: Visit,
  params: { readonly list: string; readonly id: string },
): Promise<FoundValue | undefined> {
  const found = await findList(visit, params.list)
  const value = found?.values.find(({ id }) => String(id) === params.id)
  return found && value && { ...found, value }
}

/** A value that may end: the program's own can't. */
export async function findEndable(
  visit: Visit,
  params: { readonly list: string; readonly id: string },
): Promise<FoundValue | undefined> {
  const found = await findValue(visit, params)
  return found?.list.fixed ? undefined : found
}

/** The words on lists on the day that the site is on, as the lists were known then; by their names. */
export function shownValues(
  visit: Visit,
  lists: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  return wordsOnLists(visit.tx, lists, shownDay(visit), knownAt(visit))
}

/** The day that the lists are shown as of. */
export function shownDay(visit: Visit): string {
  return visit.asAt.when === 'now' ? londonToday(visit.present) : dayOf(asAtInstant(visit.asAt, visit.present))
}

/** The moment of a past day; undefined for now. */
export function knownAt(visit: Visit): Date | undefined {
  return visit.asAt.when === 'now' ? undefined : visit.asAt.instant
}

/** Whether the visitor may change the lists, and the site is not on a past day. */
export function mayChange(visit: Visit): boolean {
  return visit.asAt.when === 'now' && visit.actor.permissions.has(managePermission)
}

export const managePermission = 'reference.manage'

/** The address of a list, or of a page beneath it. */
export function listHref(list: string, ...rest: readonly (string | number)[]): string {
  return ['/reference', list, ...rest].join('/')
}

/** A form is no use on a day on which nothing can be changed. */
export const notInThePast = refused({
  status: 409,
  title: 'The site is on a past day',
  says: 'Nothing can be changed on a past day. Return to today and try again.',
})
