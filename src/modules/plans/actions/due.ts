import { addDays } from '#platform/clock'

/** When an open action is due, seen from a day. */
export const dueTimes = ['Overdue', 'Due this week', 'Due later', 'No day is set'] as const
export type DueTime = (typeof dueTimes)[number]

/** The last day of the week that begins today: what is due by then is due this week. Days as 'YYYY-MM-DD'. */
export function weekFrom(today: string): string {
  return addDays(today, 6)
}

/** When an action is due that has a day, or none. */
export function dueTime(dueOn: string | null, today: string): DueTime {
  if (dueOn === null) return 'No day is set'
  if (dueOn < today) return 'Overdue'
  return dueOn <= weekFrom(today) ? 'Due this week' : 'Due later'
}
