import { londonToday } from '#platform/clock'
import { type DraftFields, textOf } from '#platform/drafts'
import { readHandling, readTyped, typedDay } from '#platform/forms'
import type { Visit } from '#platform/http'
import type { FieldValue, Handling } from '#platform/record'
import type { FieldError } from '#ui'
import { disruption } from '../disruption.ts'
import type { RecordingOrganisation } from '../recording/other-organisations-store.ts'
import { titleAndDetails } from '../recording/title-and-details.ts'
import { resultNames } from '../results.ts'
import type { AskedSide } from './lead-of-side.ts'

/** The fields that a side is asked for by their declaration. */
export const sideFields = ['recordDate', 'fourP', 'assessmentCategory', ...resultNames] as const

/** What stands in the form of a side before anything is typed: what the lead recorded, as far as it may be seen. */
export function sideBeginning({ side, lead }: AskedSide): DraftFields {
  return {
    happened: String(lead?.values['title'] ?? ''),
    ...typedDay('recordDate', side.recordDate),
    fourP: String(lead?.values['fourP'] ?? ''),
    handling: 'Region',
  }
}

export interface SideAnswers {
  readonly values: Readonly<Record<string, FieldValue>>
  readonly handling: Handling | undefined
  readonly errors: readonly FieldError[]
}

/** Reads a side as the supporting organisation records it. Its threat is settled apart. */
export function readSide(
  visit: Visit,
  fields: DraftFields,
  asked: AskedSide,
  organisations: readonly RecordingOrganisation[],
): SideAnswers {
  const happened = textOf(fields, 'happened').replaceAll('\r\n', '\n')
  const { title, details } = titleAndDetails(happened)
  const sent = { ...fields, title, details: details ?? '' }
  const read = readTyped(disruption, ['title', 'details', ...sideFields], sent, { choices: {} })
  const handling = readHandling(textOf(fields, 'handling'))
  const recordDate = read.values['recordDate']
  const tooLate = typeof recordDate === 'string' && recordDate > londonToday(visit.present)
  return {
    handling,
    values: {
      ...read.values,
      disruptionType: 'Support Disruption',
      supportedOrganisation: asked.side.leadOrganisation,
      eventReference: asked.side.eventReference,
      leadOrganisation: recorderOf(visit, asked, organisations),
    },
    errors: [
      ...read.errors.map(error => inForm(error, happened)),
      ...(tooLate ? [{ field: 'recordDate', text: 'Record date must be today or before' }] : []),
      ...(handling === undefined ? [{ field: 'handling', text: 'Select a handling' }] : []),
    ],
  }
}

/** The organisation that was named; when it has ended since, the actor's own, which followed it. */
function recorderOf(visit: Visit, { side }: AskedSide, organisations: readonly RecordingOrganisation[]): string {
  return organisations.find(({ name, own }) => own && name === side.organisation)?.name ?? visit.actor.organisation
}

function inForm(error: FieldError, happened: string): FieldError {
  if (error.field !== 'title' && error.field !== 'details') return error
  const text = happened.trim() === '' ? 'Enter what you did' : error.text.replace(/^(Title|Details) /, 'What you did ')
  return { field: 'happened', text }
}
