import { type Answer, notFound, type PageAnswer, type Shown, type Visit } from '#platform/http'
import type { RecordDeclaration, RecordState } from '#platform/record'
import { shownText } from '#ui'
import { recordAddress } from './list-request.ts'
import { marking } from './show-value.tsx'

/** What every page of one record has around it: its name, its way back, its marking, and what it showed. */
export function recordFrame(record: RecordDeclaration, visit: Visit, state: RecordState, part?: string) {
  const name = titleOf(record, state)
  return {
    title: part === undefined ? shownText(name) : `${part}: ${shownText(name)}`,
    handling: marking(state.handling),
    breadcrumbs: [{ text: listName(record), href: recordAddress(`/${record.register}`, visit) }],
  } satisfies Partial<PageAnswer>
}

/** What a record is called; its reference when it has no name. */
export function titleOf(record: RecordDeclaration, state: RecordState): string {
  const title = state.values[record.titleField]
  return title === null || title === undefined || title === '' ? state.reference : String(title)
}

/** "Threats". */
export function listName(record: RecordDeclaration): string {
  return capital(record.plural)
}

/** A word as a sentence or a heading begins with it. */
export function capital(word: string): string {
  return word.replace(/^./u, first => first.toUpperCase())
}

/** "an action", "a threat". */
export function aNoun({ noun }: Pick<RecordDeclaration, 'noun'>): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
}

/** The record and its parts, for the sub-navigation. */
export function partsOf(record: RecordDeclaration, visit: Visit, state: RecordState, current: 'record' | 'history') {
  const href = `/${record.register}/${encodeURIComponent(state.reference)}`
  return [
    { label: 'Record', href: recordAddress(href, visit), current: current === 'record' },
    { label: 'History', href: recordAddress(`${href}/history`, visit), current: current === 'history' },
  ]
}

/** The one answer for a record that is not there and for one that may not be seen. */
export function recordNotFound(record: RecordDeclaration, reference: string): Answer {
  return notFound({ register: record.register, references: [asked(reference)] })
}

export function shownRecord(record: RecordDeclaration, state: RecordState): Shown {
  return { register: record.register, references: [state.reference] }
}

/** What was asked for, short and without what the database would not store. */
function asked(reference: string): string {
  return reference.replaceAll('\u0000', '\uFFFD').slice(0, 200)
}
