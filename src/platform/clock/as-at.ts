import { dayOf, isDay, isInstant } from './days.ts'

/** The moment a question is asked as at: now, or a past instant (a day stands for its last one, UTC). */
export type AsAt = { readonly when: 'now' } | { readonly when: 'past'; readonly instant: Date; readonly text: string }

export const now: AsAt = { when: 'now' }

/**
 * Reads a day or an instant that a person or program asked as at. A day means all that was recorded up to its end, UTC; today
 * means now.
 *
 * @returns the as-at, or what is wrong and what to do.
 */
export function parseAsAt(text: string, present: Date): { readonly asAt: AsAt } | { readonly problem: string } {
  const wanted = text.trim()
  if (isDay(wanted)) return parseDay(wanted, present)
  if (!isInstant(wanted)) {
    return {
      problem: `${JSON.stringify(text)} is not a day such as 2023-01-04, nor an instant with its zone such as 2023-01-04T12:00:00Z.`,
    }
  }
  const instant = new Date(wanted)
  if (instant > present) return inTheFuture(wanted)
  return { asAt: { when: 'past', instant, text: instant.toISOString() } }
}

function parseDay(day: string, present: Date): { readonly asAt: AsAt } | { readonly problem: string } {
  const today = dayOf(present)
  if (day > today) return inTheFuture(day)
  if (day === today) return { asAt: now }
  return { asAt: { when: 'past', instant: lastInstantOf(day), text: day } }
}

function inTheFuture(text: string): { readonly problem: string } {
  return { problem: `${text} is in the future. Enter today or a day before.` }
}

/** The last instant of a UTC day that is kept: to the millisecond. */
export function lastInstantOf(day: string): Date {
  return new Date(`${day}T23:59:59.999Z`)
}

/** The instant asked for, or the present for now. */
export function asAtInstant(asAt: AsAt, present: Date): Date {
  return asAt.when === 'now' ? present : asAt.instant
}

/** As it stands in addresses: a day, an instant, or undefined for now. */
export function asAtText(asAt: AsAt): string | undefined {
  return asAt.when === 'now' ? undefined : asAt.text
}
