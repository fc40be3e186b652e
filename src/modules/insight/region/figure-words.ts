import { addDays } from '#platform/clock'
import type { Visit } from '#platform/http'
import { formatCount, formatDay, formatInstant, formatMonth } from '#ui'
import type { Period } from './period.ts'

/** The moment that the figures are known as at, in words. */
export function knownText({ asAt, present }: Pick<Visit, 'asAt' | 'present'>): string {
  if (asAt.when === 'now') return `As known now, ${formatInstant(present)}`
  return asAt.text.length === 10
    ? `As known at the end of ${formatDay(asAt.text)}`
    : `As known on ${formatInstant(asAt.instant)}`
}

/** "26 more than 912". */
export function changeText(now: number, then: number): string {
  if (now === then) return `the same as ${formatCount(then)}`
  return `${formatCount(Math.abs(now - then))} ${now > then ? 'more' : 'fewer'} than ${formatCount(then)}`
}

/** "1 day", "9 days". */
export function dayCount(days: number): string {
  return days === 1 ? '1 day' : `${formatCount(days)} days`
}

/** "Jan to Dec 2022", "Jul 2022 to Jun 2023", or the days when they are not whole months. */
export function periodText({ from, to }: Period): string {
  const isWhole = from.endsWith('-01') && addDays(to, 1).endsWith('-01')
  if (!isWhole) return `${formatDay(from)} to ${formatDay(to)}`
  const [first, last] = [formatMonth(from.slice(0, 7), 'short'), formatMonth(to.slice(0, 7), 'short')]
  if (first === last) return first
  return from.slice(0, 4) === to.slice(0, 4) ? `${first.slice(0, 3)} to ${last}` : `${first} to ${last}`
}
