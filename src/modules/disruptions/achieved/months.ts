import type { MonthAchieved } from './achieved-store.ts'

/** What was achieved in one month, and with all before it. */
export interface MonthOfAim {
  readonly month: string
  readonly value: number
  readonly soFar: number
}

const mostMonths = 24

/** Every month from the first in which something was achieved to the last asked for: 24 at most, what was before is in `soFar`. */
export function monthsUpTo(
  achieved: readonly MonthAchieved[],
  of: (month: MonthAchieved) => number,
  last: string,
): readonly MonthOfAim[] {
  const first = achieved.map(({ month }) => month).toSorted()[0]
  if (first === undefined) return []
  const end = achieved.reduce((latest, { month }) => (month > latest ? month : latest), last)
  const months: MonthOfAim[] = []
  let soFar = 0
  for (let month = first; month <= end; month = nextMonth(month)) {
    const value = achieved.filter(one => one.month === month).reduce((sum, one) => sum + of(one), 0)
    soFar += value
    months.push({ month, value, soFar })
  }
  return months.slice(-mostMonths)
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
