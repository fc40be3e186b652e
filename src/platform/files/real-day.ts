const earliestYear = 1900

/** Why a day can't be taken, or nothing: a calendar has it (no 30 February) and its year is 1900 or later. */
export function problemOfDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  // Years below 100 and days past a month's end come back from Date as other days than were asked for.
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!exists) return 'is not a real date'
  return year < earliestYear ? `is before ${earliestYear}` : undefined
}
