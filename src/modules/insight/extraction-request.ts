import { type AsAt, dayOf, isDay, parseAsAt } from '#platform/clock'
import type { ExtractionDates, Preset } from './preset.ts'
import { presetOf, presets } from './presets.ts'

/** What was typed, or sent by a program. */
export interface AskedExtraction {
  readonly preset?: string | undefined
  readonly asAt?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly literalDates?: boolean | undefined
}

/** An extraction that can be run. */
export interface ExtractionRequest {
  readonly preset: Preset
  readonly asAt: AsAt
  /** As it was asked: a day, or an instant. Today's day for now. */
  readonly asAtText: string
  /** Undefined for a preset that takes none. */
  readonly dates: ExtractionDates | undefined
}

export type RequestField = 'preset' | 'asAt' | 'from' | 'to' | 'literalDates'

export interface RequestProblem {
  readonly field: RequestField
  readonly problem: string
}

type Read = { readonly request: ExtractionRequest } | { readonly problems: readonly RequestProblem[] }

/** Reads what was asked: an extraction that can be run, or all that is wrong with it and what to do. */
export function readExtractionRequest(asked: AskedExtraction, present: Date): Read {
  const preset = presetOf(asked.preset ?? '')
  if (preset === undefined) return { problems: [unknownPreset(asked.preset ?? '')] }
  const asAt = parseAsAt(asked.asAt || dayOf(present), present)
  const dates = readDates(preset, asked)
  const problems = [
    ...('problem' in asAt ? [{ field: 'asAt' as const, problem: asAt.problem }] : []),
    ...('problems' in dates ? dates.problems : []),
  ]
  if ('problem' in asAt || 'problems' in dates) return { problems }
  const asAtText = asAt.asAt.when === 'now' ? dayOf(present) : asAt.asAt.text
  return { request: { preset, asAt: asAt.asAt, asAtText, dates: dates.dates } }
}

type ReadDates = { readonly dates: ExtractionDates | undefined } | { readonly problems: readonly RequestProblem[] }

function readDates(preset: Preset, asked: AskedExtraction): ReadDates {
  const from = asked.from || undefined
  const to = asked.to || undefined
  if (preset.dateField === undefined) return withoutDates(preset, asked, from ?? to)
  const problems = [...dayProblems(preset, 'from', from), ...dayProblems(preset, 'to', to)]
  if (problems.length > 0 || from === undefined || to === undefined) return { problems }
  if (from <= to) return { dates: { from, to, literal: asked.literalDates ?? false } }
  return { problems: [{ field: 'to', problem: `${to} is before ${from}. Enter the same day or a later one.` }] }
}

function withoutDates(preset: Preset, asked: AskedExtraction, day: string | undefined): ReadDates {
  if (day === undefined && !asked.literalDates) return { dates: undefined }
  const field = day === undefined ? 'literalDates' : asked.from ? 'from' : 'to'
  return {
    problems: [
      { field, problem: `${preset.name} takes no dates: it speaks of all that was live as at a day. Leave them out.` },
    ],
  }
}

function dayProblems(preset: Preset, field: 'from' | 'to', day: string | undefined): readonly RequestProblem[] {
  const which = field === 'from' ? 'first' : 'last'
  if (day === undefined) {
    return [
      { field, problem: `${preset.name} needs the days it speaks of. Enter the ${which} day, such as 2022-12-31.` },
    ]
  }
  return isDay(day) ? [] : [{ field, problem: `${JSON.stringify(day)} is not a day. Enter one such as 2022-12-31.` }]
}

function unknownPreset(name: string): RequestProblem {
  const names = presets.map(preset => preset.name).join(', ')
  const problem =
    name === ''
      ? `Say which extraction: ${names}.`
      : `There is no extraction ${JSON.stringify(name)}. There are: ${names}.`
  return { field: 'preset', problem }
}
