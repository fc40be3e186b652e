import { type Answer, refused, type Visit } from '#platform/http'
import type { RecordDeclaration, RecordState } from '#platform/record'
import { shownRecord } from './record-view.ts'
import type { RegisterPages } from './register-pages.ts'
import { inErrorFirst, ownRecord, partAddress } from './write-view.ts'

/** Where the form of a new record stands: its address, what that named, and of a part its whole. */
export interface NewPlace {
  /** With its query, which a draft keeps. */
  readonly address: string
  readonly asked: Readonly<Record<string, string>>
  readonly whole: { readonly record: RecordDeclaration; readonly state: RecordState } | undefined
}

/** Reads where a form stands from its address; or what is answered who may not record in the whole that it names. */
export async function newPlace(pages: RegisterPages, visit: Visit): Promise<NewPlace | { readonly answer: Answer }> {
  const { within } = pages.record
  const named = within === undefined ? [] : [within.field]
  const names = [...named, ...(pages.writes?.begins?.names ?? [])]
  const asked = Object.fromEntries(names.flatMap(name => pairOf(visit, name)))
  const query = new URLSearchParams(asked).toString()
  const address = partAddress(pages, 'new') + (query === '' ? '' : `?${query}`)
  const reference = within === undefined ? undefined : asked[within.field]
  if (within === undefined || reference === undefined) return { address, asked, whole: undefined }
  const found = await openWhole(pages, visit, within.register, reference)
  return 'answer' in found ? found : { address, asked, whole: found }
}

async function openWhole(
  pages: RegisterPages,
  visit: Visit,
  register: string,
  reference: string,
): Promise<NonNullable<NewPlace['whole']> | { readonly answer: Answer }> {
  const record = visit.house.registers.get(register)?.record
  if (record === undefined)
    throw new Error(`${pages.record.register} are parts of ${register}, which the house has not.`)
  const own = await ownRecord({ record }, visit, reference)
  if ('answer' in own) return own
  if (own.state.inError !== undefined) return { answer: inErrorFirst({ record }, own.state) }
  const values = { [String(pages.record.within?.field)]: own.state.reference }
  const says = await pages.writes?.frozen?.(visit, values, 'change')
  return says === undefined ? { record, state: own.state } : { answer: frozenAnswer(record, own.state, says) }
}

/** What is answered who would change what is not changed any more. */
export function frozenAnswer(record: RecordDeclaration, state: RecordState, says: string): Answer {
  return refused({
    status: 409,
    title: 'It can’t be changed any more',
    says: `${says}.`,
    shown: shownRecord(record, state),
  })
}

/** More than this in an address begins no form. */
const mostCharacters = 1000

function pairOf(visit: Visit, name: string): readonly (readonly [string, string])[] {
  const value = [visit.query[name] ?? ''].flat()[0] ?? ''
  const text = value.replaceAll('\u0000', '\uFFFD').toWellFormed()
  return text.trim() === '' || text.length > mostCharacters ? [] : [[name, text]]
}
