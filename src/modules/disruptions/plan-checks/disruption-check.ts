import type { Asked, Found } from '#modules/plans'
import type { Check } from '#platform/http'

/** A check of plans that needs their disruptions: one pure function over one plan's facts. */
export interface DisruptionCheck extends Check {
  readonly find: (plan: DisruptionFacts, asked: Asked) => Found | undefined
}

/** What is known of an active plan and the disruptions against it. Days are 'YYYY-MM-DD' in London's calendar. */
export interface DisruptionFacts {
  readonly organisation: string
  /** Null where the reader may not see it; likewise every reference below. */
  readonly reference: string | null
  /** The share of the work that is meant to be pursue, in percent. */
  readonly intendedPursue: number | null
  /** Counted lead disruptions against the plan in the year up to the day, and how many of them are pursue. */
  readonly recorded: number
  readonly pursue: number
  /** The same of the other organisations of its region, all together. */
  readonly peersRecorded: number
  readonly peersPursue: number
  /** Aims for which no action was done and no disruption recorded. */
  readonly idleAims: readonly { readonly reference: string | null; readonly beganOn: string }[]
  /** Lead disruptions against the plan's threat since it became active that name neither an action nor an aim. */
  readonly withoutAim: readonly { readonly reference: string | null; readonly on: string }[]
}

const mostNamed = 5

/** References, so many of them that the list stays short; of those that may not be seen, none. */
export function named(all: readonly { readonly reference: string | null }[]): string {
  const known = all.flatMap(({ reference }) => reference ?? [])
  const beyond = all.length - Math.min(known.length, mostNamed)
  const list = known.slice(0, mostNamed).join(', ')
  if (list === '') return `${beyond} that you may not see`
  return beyond > 0 ? `${list} and ${beyond} more` : list
}
