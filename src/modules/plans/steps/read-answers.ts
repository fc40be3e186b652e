import { isDay } from '#platform/clock'
import { type DraftFields, textOf } from '#platform/drafts'
import { cleanText, isBlank } from '#platform/files'
import { namedProblem } from '#platform/forms'
import type { FieldProblem } from '#platform/record'

/** What was stated by a form or a program, as text; empty where nothing was. */
export type Stated = Readonly<Record<string, string>>

/** What was read of it; or all that is wrong, by the names of the answers. */
export type ReadOutcome<Answers> = { readonly answers: Answers } | { readonly problems: readonly FieldProblem[] }

interface AskedText {
  readonly label: string
  readonly max: number
}

interface AskedDay {
  readonly label: string
  readonly missing: string
  readonly today: string
}

/** Collects what is wrong while answers are read one by one. */
export interface Reader {
  /** `missing` is what is said when there is none: "Enter who attended". */
  readonly text: (name: string, asked: AskedText & { readonly missing: string }) => string
  readonly optionalText: (name: string, asked: AskedText) => string | undefined
  /** 'YYYY-MM-DD'. */
  readonly day: (name: string, label: string) => string | undefined
  /** A day that must be stated, and has come by `today`. */
  readonly dayThatCame: (name: string, asked: AskedDay) => string | undefined
  readonly problem: (field: string, problem: string) => void
  readonly problems: readonly FieldProblem[]
}

/** A reader of what was stated. What could not be read is a problem, and comes back empty. */
export function readerOf(stated: Stated): Reader {
  const problems: FieldProblem[] = []
  const problem = (field: string, says: string) => {
    problems.push({ field, problem: says })
  }
  const optionalText: Reader['optionalText'] = (name, { label, max }) => {
    const typed = (stated[name] ?? '').replaceAll('\r\n', '\n')
    const read = cleanText(typed, { max })
    if (!read.ok) problem(name, namedProblem({ label }, read.problem))
    return read.ok && read.value !== '' ? read.value : undefined
  }
  const day: Reader['day'] = (name, label) => {
    const typed = (stated[name] ?? '').trim()
    if (typed === '') return undefined
    if (isDay(typed)) return typed
    problem(name, `${label} must be a real date, such as 27 3 2026`)
    return undefined
  }
  return {
    problems,
    problem,
    optionalText,
    text: (name, asked) => {
      if (isBlank(stated[name] ?? '')) problem(name, asked.missing)
      return optionalText(name, asked) ?? ''
    },
    day,
    dayThatCame: (name, { label, missing, today }) => {
      if (isBlank(stated[name] ?? '')) problem(name, missing)
      const read = day(name, label)
      if (read !== undefined && read > today) problem(name, `${label} must be today or before`)
      return read
    },
  }
}

/** What a form stated, a day out of its three boxes. */
export function statedOf(fields: DraftFields, names: readonly string[], days: readonly string[] = []): Stated {
  return {
    ...Object.fromEntries(names.map(name => [name, textOf(fields, name)])),
    ...Object.fromEntries(days.map(name => [name, dayText(fields, name)])),
  }
}

function dayText(fields: DraftFields, name: string): string {
  const [day = '', month = '', year = ''] = ['day', 'month', 'year'].map(part =>
    textOf(fields, `${name}-${part}`).trim(),
  )
  if (day === '' && month === '' && year === '') return ''
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
