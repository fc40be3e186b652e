import { isDay } from '#platform/clock'
import { oneValue } from './sent-values.ts'

/** A day as it was typed in three boxes. */
export interface TypedDay {
  readonly day: string
  readonly month: string
  readonly year: string
}

type Boxes<Name extends string> = `${Name}-day` | `${Name}-month` | `${Name}-year`

/** What a form sends for a day in three boxes named `name`. */
export function dayFields<const Name extends string>(name: Name): Readonly<Record<Boxes<Name>, typeof oneValue>> {
  const boxes = [`${name}-day`, `${name}-month`, `${name}-year`]
  return Object.fromEntries(boxes.map(box => [box, oneValue])) as Record<Boxes<Name>, typeof oneValue>
}

/** The three boxes of a day out of a form. */
export function dayBoxes<const Name extends string>(body: Readonly<Record<Boxes<Name>, string>>, name: Name): TypedDay {
  const { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year } = body as Record<string, string>
  return { day: day?.trim() ?? '', month: month?.trim() ?? '', year: year?.trim() ?? '' }
}

/** A day as its three boxes show it. */
export function boxesOf(day: string | undefined): TypedDay {
  const [year = '', month = '', date = ''] = day?.split('-') ?? []
  return { day: date && String(Number(date)), month: month && String(Number(month)), year }
}

/** 'YYYY-MM-DD'; undefined when nothing was typed; or what is wrong, `label` being what the question asks. */
export function readDay(
  typed: TypedDay,
  label: string,
): { readonly day: string | undefined } | { readonly problem: string } {
  if (typed.day === '' && typed.month === '' && typed.year === '') return { day: undefined }
  const day = `${typed.year}-${typed.month.padStart(2, '0')}-${typed.day.padStart(2, '0')}`
  return isDay(day) ? { day } : { problem: `${label} must be a real date` }
}
