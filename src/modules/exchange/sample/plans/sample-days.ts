import { dayOf } from '#platform/clock'

/** The days of the sample's plans: counted from the day it is loaded, so that what is due is due when somebody looks. */
export interface SampleDays {
  /** 'YYYY-MM-DD'. */
  readonly day: (offset: number) => string
  /** In working hours of that day, a minute of its own for each number; never later than the loading. */
  readonly instant: (offset: number, minute: number) => Date
}

/** Days around an instant. */
export function daysAround(present: Date): SampleDays {
  const midnight = Date.parse(`${dayOf(present)}T00:00:00Z`)
  const startOf = (offset: number) => midnight + offset * 86_400_000
  return {
    day: offset => new Date(startOf(offset)).toISOString().slice(0, 10),
    instant: (offset, minute) =>
      new Date(Math.min(startOf(offset) + (9 * 60 + (minute % 480)) * 60_000, present.getTime() - 60_000)),
  }
}
