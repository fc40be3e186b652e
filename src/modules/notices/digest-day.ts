import { addDays, londonToday } from '#platform/clock'

/** When digests are written, as the organisation has set it. */
export interface DigestHours {
  /** 'HH:MM', Europe/London. */
  readonly from: string
  /** Days besides Saturday and Sunday on which none is written. */
  readonly daysOff: ReadonlySet<string>
}

/** The London day whose digests are to be written by now: undefined before the hour, at weekends and on days off. */
export function digestDay(present: Date, { from, daysOff }: DigestHours): string | undefined {
  const day = londonToday(present)
  if (londonTime(present) < from || weekdayOf(day) > 5 || daysOff.has(day)) return undefined
  return day
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return addDays(day, 1 - weekdayOf(day))
}

/** 1 for Monday up to 7 for Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function londonTime(instant: Date): string {
  return wallClock.format(instant)
}
