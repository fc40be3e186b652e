import { addDays, dayOf, isDay } from '#platform/clock'

/** Days, both in it. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** A month, 'YYYY-MM', and those of its days that lie in a period. */
export interface MonthOfPeriod extends Period {
  readonly month: string
}

const mostMonths = 36

/** The last twelve months that were over at the end of a day. */
export function lastTwelveMonths(day: string): Period {
  const from = `${addMonths(addDays(day, 1).slice(0, 7), -12)}-01`
  return { from, to: addDays(`${addDays(day, 1).slice(0, 7)}-01`, -1) }
}

/** The twelve months of which the last is a day's own. */
export function twelveMonthsUpTo(day: string): Period {
  return lastTwelveMonths(addDays(`${addMonths(day.slice(0, 7), 1)}-01`, -1))
}

/** The period that an address asks for, or what is wrong with it; neither day given means none is asked for. */
export function readPeriod(
  from: string,
  to: string,
): { readonly period: Period | undefined } | { readonly field: 'from' | 'to'; readonly problem: string } {
  if (from === '' && to === '') return { period: undefined }
  if (!isDay(from)) return { field: 'from', problem: 'Enter the first day, such as 2022-01-01' }
  if (!isDay(to)) return { field: 'to', problem: 'Enter the last day, such as 2022-12-31' }
  if (to < from) return { field: 'to', problem: 'Enter a last day that is not before the first' }
  if (addMonths(from.slice(0, 7), mostMonths) <= to.slice(0, 7)) {
    return { field: 'to', problem: `Enter days that span at most ${mostMonths} months` }
  }
  return { period: { from, to } }
}

/** The months of a period, the first and the last cut to it. */
export function monthsOf(period: Period): readonly MonthOfPeriod[] {
  const months: MonthOfPeriod[] = []
  for (let month = period.from.slice(0, 7); month <= period.to.slice(0, 7); month = addMonths(month, 1)) {
    const [first, last] = [`${month}-01`, addDays(`${addMonths(month, 1)}-01`, -1)]
    months.push({
      month,
      from: first < period.from ? period.from : first,
      to: last > period.to ? period.to : last,
    })
  }
  return months
}

/** The same days a year before; the 29th of February becomes the 28th, and the end of a February its end. */
export function yearBefore(period: Period): Period {
  return { from: dayAYearBefore(period.from), to: addDays(dayAYearBefore(addDays(period.to, 1)), -1) }
}

/** The same day a year before. */
export function dayAYearBefore(day: string): string {
  const same = `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`
  return isDay(same) ? same : `${same.slice(0, 8)}28`
}

function addMonths(month: string, count: number): string {
  const [year = 0, index = 1] = month.split('-').map(Number)
  return dayOf(new Date(Date.UTC(year, index - 1 + count, 1))).slice(0, 7)
}
