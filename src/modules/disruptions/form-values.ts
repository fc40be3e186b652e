import { isDay } from '#platform/clock'
import { z } from 'zod'

/** One value of a form or address: the first when it was sent more than once, empty when it was not sent. */
export const oneValue = z
  .union([z.string(), z.array(z.string()).transform(values => values[0] ?? '')])
  .default('')
  .catch('')

/** All values of a name of a form. */
export const allValues = z
  .union([z.array(z.string()), z.string().transform(value => [value])])
  .default([])
  .catch([])

/** The three boxes of a day as they were typed. */
export interface TypedDay {
  readonly day: string
  readonly month: string
  readonly year: string
}

/** A day as its three boxes show it. */
export function boxesOf(day: string | undefined): TypedDay {
  const [year = '', month = '', date = ''] = day?.split('-') ?? []
  return { day: date && String(Number(date)), month: month && String(Number(month)), year }
}

/** 'YYYY-MM-DD'; undefined when nothing was typed; 'not a day' for what is none. */
export function dayOfBoxes(typed: TypedDay): string | undefined | { readonly problem: 'not a day' } {
  const [day, month, year] = [typed.day.trim(), typed.month.trim(), typed.year.trim()]
  if (day === '' && month === '' && year === '') return undefined
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(text) ? text : { problem: 'not a day' }
}
