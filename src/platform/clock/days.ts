const dayForm = /^\d{4}-\d{2}-\d{2}$/
const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

/** Whether a text is a real day, 'YYYY-MM-DD', of the years 1900 to 2999. */
export function isDay(text: string): boolean {
  if (!dayForm.test(text) || text < '1900' || text >= '3000') return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Whether a text is an ISO 8601 instant that states its zone, on a real day. */
export function isInstant(text: string): boolean {
  return instantForm.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))
}

/** The UTC day of an instant, 'YYYY-MM-DD'. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}

/** The day so many days after another. */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000))
}

// Made once: that takes longer than a hundred uses of it. Sweden writes days as ISO 8601 does.
const londonDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' })

/** Today by the clock on the wall in England and Wales. */
export function londonToday(instant: Date): string {
  return londonDay.format(instant)
}
