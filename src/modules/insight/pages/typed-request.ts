import { asAtInstant, dayOf } from '#platform/clock'
import type { Visit } from '#platform/http'
import { z } from 'zod'
import type { AskedExtraction } from '../extraction-request.ts'
import { presetOf } from '../presets.ts'

const text = z
  .union([z.string(), z.array(z.string()).transform(values => values[0] ?? '')])
  .transform(value => value.trim())
  .default('')
  .catch('')

const dayNames = ['asAt', 'from', 'to'] as const
const dayParts = ['year', 'month', 'day'] as const

/** The form of a new extraction as it was typed: days in three boxes. */
export const typedRequest = z.object({
  preset: text,
  literalDates: text,
  ...Object.fromEntries(dayNames.flatMap(name => dayParts.map(part => [`${name}-${part}`, text] as const))),
})

export interface TypedRequest {
  readonly preset: string
  readonly literalDates: string
  readonly [dayPart: string]: string
}

/** The form as it is first shown: as at the day the site is on. */
export function freshRequest(visit: Visit): TypedRequest {
  const [year = '', month = '', day = ''] = dayOf(asAtInstant(visit.asAt, visit.present)).split('-')
  return { preset: '', literalDates: '', 'asAt-year': year, 'asAt-month': month, 'asAt-day': day }
}

/** What the form asks for. The questions about dates count only for a preset that takes them. */
export function askedBy(typed: TypedRequest): AskedExtraction {
  const takesDates = presetOf(typed.preset)?.dateField !== undefined
  return {
    preset: typed.preset,
    asAt: typedDay(typed, 'asAt'),
    ...(takesDates
      ? { from: typedDay(typed, 'from'), to: typedDay(typed, 'to'), literalDates: typed.literalDates !== '' }
      : {}),
  }
}

function typedDay(typed: TypedRequest, name: (typeof dayNames)[number]): string {
  const [year, month, day] = dayParts.map(part => typed[`${name}-${part}`] ?? '')
  if (`${year}${month}${day}` === '') return ''
  return `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
}
