import { addDays, londonToday } from '#platform/clock'
import { type DraftFields, textOf } from '#platform/drafts'
import { readTyped, typedDay } from '#platform/forms'
import type { Visit } from '#platform/http'
import type { FieldValue } from '#platform/record'
import type { Choice, FieldError } from '#ui'
import { disruption } from '../disruption.ts'
import { findThreats, mostFound, type OfferedThreat, offeredThreat } from './threat-choices-store.ts'
import { titleAndDetails } from './title-and-details.ts'

/** The names of the first page's controls. */
export const firstNames = [
  'threatReference',
  'chosenThreat',
  'search',
  'happened',
  'when',
  'on-day',
  'on-month',
  'on-year',
  'tactic',
  'tactic-another',
] as const

/** A description on the first page has so many characters at most, as the details of a record have. */
const mostOfDescription = 4000

/** What the first page was answered: which threat, what happened, when, by which tactic. */
export interface FirstAnswers {
  readonly threat: OfferedThreat | undefined
  /** Found by the words searched for, when they leave a choice. */
  readonly found: readonly OfferedThreat[]
  /** title, details, recordDate and tactic, as far as they could be read. */
  readonly values: Readonly<Record<string, FieldValue>>
  readonly errors: readonly FieldError[]
}

/** Reads the first page's answers. A search that leaves a choice is no error: it is answered with what was found. */
export async function readFirst(visit: Visit, fields: DraftFields, tactics: readonly Choice[]): Promise<FirstAnswers> {
  const asked = await readThreat(visit, fields)
  const read = readDescription(visit, fields, tactics)
  return { ...asked, values: read.values, errors: [...asked.errors, ...read.errors] }
}

export type AskedThreat = Pick<FirstAnswers, 'threat' | 'found' | 'errors'>

/** Which threat was selected, or is meant by the words searched for; else those that the words leave a choice of. */
export async function readThreat(visit: Visit, fields: DraftFields): Promise<AskedThreat> {
  const reference = textOf(fields, 'threatReference') || textOf(fields, 'chosenThreat')
  if (reference !== '') {
    const threat = await offeredThreat(visit.tx, visit.actor, reference)
    if (threat !== undefined) return { threat, found: [], errors: [] }
    return wrong('threatReference', 'There is no threat of that reference that you may see. Select another')
  }
  const search = textOf(fields, 'search').trim()
  if (search === '') return wrong('threatReference', 'Select which threat, or search for it')
  const found = await findThreats(visit.tx, visit.actor, search, mostFound)
  const exact = found.find(one => one.reference.toLowerCase() === search.toLowerCase())
  const threat = exact ?? (found.length === 1 ? found[0] : undefined)
  if (found.length === 0) {
    return wrong('search', 'No threat that you may see matches. Check the words or the reference')
  }
  return { threat, found: threat === undefined ? found : [], errors: [] }
}

function wrong(field: string, text: string): AskedThreat {
  return { threat: undefined, found: [], errors: [{ field, text }] }
}

function readDescription(visit: Visit, fields: DraftFields, tactics: readonly Choice[]) {
  const happened = textOf(fields, 'happened').replaceAll('\r\n', '\n')
  const { title, details } = titleAndDetails(happened)
  const tooLong = Array.from(happened).length > mostOfDescription
  const when = textOf(fields, 'when')
  const day = when === 'other' ? otherDay(fields) : typedDay('recordDate', when)
  const sent = {
    title,
    details: tooLong ? '' : (details ?? ''),
    tactic: textOf(fields, 'tactic'),
    'tactic-another': textOf(fields, 'tactic-another'),
    ...day,
  }
  const read = readTyped(disruption, ['title', 'details', 'recordDate', 'tactic'], sent, {
    choices: { tactic: tactics },
  })
  const errors = read.errors.map(error => ({
    field: controlOf(error.field, when),
    text: wordsOf(error, happened, when),
  }))
  if (tooLong) errors.unshift({ field: 'happened', text: 'What happened must be 4,000 characters or fewer' })
  const recordDate = read.values['recordDate']
  if (typeof recordDate === 'string' && recordDate > londonToday(visit.present)) {
    errors.push({ field: when === 'other' ? 'on' : 'when', text: 'When it happened must be today or before' })
  }
  return { values: read.values, errors }
}

function otherDay(fields: DraftFields): Readonly<Record<string, string>> {
  return {
    'recordDate-day': textOf(fields, 'on-day'),
    'recordDate-month': textOf(fields, 'on-month'),
    'recordDate-year': textOf(fields, 'on-year'),
  }
}

function controlOf(field: string | undefined, when: string): string {
  if (field === 'title' || field === 'details') return 'happened'
  if (field?.startsWith('recordDate') !== true) return field ?? ''
  return when === 'other' ? field.replace('recordDate', 'on') : 'when'
}

function wordsOf(error: FieldError, happened: string, when: string): string {
  if (error.field === 'title' && happened.trim() === '') return 'Enter what happened'
  if (error.field === 'recordDate' && when === '') return 'Select when it happened'
  return error.text.replace(/^(Title|Details) /, 'What happened ').replace(/^Record date /, 'The day it happened ')
}

/** The days that need no typing, as the form names them. */
export function usualDays(present: Date): { readonly today: string; readonly yesterday: string } {
  const today = londonToday(present)
  return { today, yesterday: addDays(today, -1) }
}
