const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const counts = new Intl.NumberFormat('en-GB')
const pounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' })

/** "2023-01-04" as "4 January 2023". Throws a RangeError for anything that is not an ISO 8601 day. */
export function formatDay(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  const month = MONTHS[Number(match?.[2]) - 1]
  if (!match || !month) throw new RangeError(`Not a day: ${day}`)
  return `${Number(match[3])} ${month} ${match[1]}`
}

/** "2023-01" as "January 2023", or "Jan 2023" when short. Throws a RangeError for anything that is not a year and month. */
export function formatMonth(month: string, length: 'long' | 'short' = 'long'): string {
  const match = /^(\d{4})-(\d{2})$/.exec(month)
  const name = MONTHS[Number(match?.[2]) - 1]
  if (!match || !name) throw new RangeError(`Not a month: ${month}`)
  return `${length === 'short' ? name.slice(0, 3) : name} ${match[1]}`
}

/** An instant, in UTC and to the minute: "4 January 2023 at 10:46 UTC". */
export function formatInstant(instant: Date): string {
  const iso = instant.toISOString()
  return `${formatDay(iso.slice(0, 10))} at ${iso.slice(11, 16)} UTC`
}

/** Whole pence as pounds: 480000 is "£4,800.00". */
export function formatMoney(pence: number): string {
  return pounds.format(pence / 100)
}

/** A whole number with thousands parted: "12,345". */
export function formatCount(count: number): string {
  // A page of figures has hundreds, nearly all of them below a thousand.
  return Number.isInteger(count) && count >= 0 && count < 1000 ? String(count) : counts.format(count)
}
