import type { TypedDay } from '#platform/forms'
import { isDay, londonToday } from '#platform/clock'

/** The day that was typed, 'YYYY-MM-DD', or what is wrong with it. No day to come, and none before there were records. */
export function readTypedDay(typed: TypedDay, present: Date): { readonly day: string } | { readonly problem: string } {
  const parts = [typed.year, typed.month, typed.day].map(part => part.trim())
  if (parts.every(part => part === '')) return { problem: 'Enter a day' }
  const [year = '', month = '', day = ''] = parts
  const missing = [
    day === '' ? 'a day' : undefined,
    month === '' ? 'a month' : undefined,
    year === '' ? 'a year' : undefined,
  ].filter(part => part !== undefined)
  if (missing.length > 0) return { problem: `The day must include ${missing.join(' and ')}` }
  const wanted = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isDay(wanted)) return { problem: 'The day must be a real day, such as 4 1 2023' }
  return wanted > londonToday(present) ? { problem: 'The day must be today or in the past' } : { day: wanted }
}

/** Days that are asked for often: the last ones of the month, the quarter and the year that have ended, the latest first. */
export function usualDays(today: string): readonly { readonly day: string; readonly label: string }[] {
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7))
  const quarterStart = month - ((month - 1) % 3)
  const financialYear = month >= 4 ? year : year - 1
  return [
    { day: dayBefore(year, month), label: 'End of last month' },
    { day: dayBefore(year, quarterStart), label: 'End of last quarter' },
    { day: dayBefore(financialYear, 4), label: 'End of last financial year' },
    { day: dayBefore(year, 1), label: 'End of last year' },
  ]
}

/** The day before the first of a month. */
function dayBefore(year: number, month: number): string {
  return new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10)
}
