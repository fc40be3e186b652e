import type { Check } from '#platform/http'
import type { FourP } from '../four-ps.ts'

/** What a check was computed on. Days are 'YYYY-MM-DD' in London's calendar. */
export interface Asked {
  readonly day: string
  /** The thresholds of that day, by name; 0 where none of the name is stated. */
  readonly threshold: (name: string) => number
}

/** What was found: what is wrong in a sentence, what shows it, and since which day, where that can be told. */
export interface Found {
  readonly says: string
  readonly evidence: string
  readonly since?: string | undefined
}

/** A check of plans: one pure function over one plan's facts. */
export interface PlanCheck extends Check {
  readonly find: (plan: PlanFacts, asked: Asked) => Found | undefined
}

/** A check of live threats. */
export interface ThreatCheck extends Check {
  readonly find: (threat: ThreatFacts, asked: Asked) => Found | undefined
}

/** What is known of one plan. Of one that the reader may not see: counts, days, and whether something is so. */
export interface PlanFacts {
  readonly organisation: string
  readonly seen: boolean
  /** Null where the reader may not see it; likewise every reference and email below. */
  readonly reference: string | null
  readonly kind: 'Tactical' | 'Strategic'
  readonly status: 'Draft' | 'Active' | 'Closed'
  readonly statusSince: string
  readonly owner: string | null
  readonly ownerSince: string
  /** Unknown: nobody with an account here has the email. */
  readonly ownerStanding: 'none' | 'unknown' | 'disabled' | 'active'
  readonly ownerDisabledOn: string | null
  /** How many plans, drafts too, the owner has. */
  readonly ownerPlans: number
  readonly nextReviewOn: string | null
  readonly localProfile: boolean
  readonly whyNoLocalProfile: boolean
  /** Whether a reason is recorded why the P has no aim. */
  readonly reasons: Readonly<Record<FourP, boolean>>
  readonly aims: Readonly<Partial<Record<FourP, number>>>
  /** However they ended. */
  readonly actions: number
  readonly partnerActions: number
  readonly openActions: number
  /** Of the open ones those that may be at fault: each without a person, a day, a verb, words enough, or with its day past. */
  readonly doubtful: readonly OpenAction[]
  readonly reviews: number
  readonly lastReviewOn: string | null
  readonly lastReviewByOwner: boolean | null
  /** Whether the senior investigating officer had a part in the last review. */
  readonly lastReviewJoined: boolean | null
  /** The last review of the owner or a deputy. */
  readonly ownerReviewOn: string | null
  readonly consultations: number
  readonly learning: boolean
  readonly debrief: boolean
  /** The plan recorded before it that it is most nearly a copy of. */
  readonly copyOf: CopyOf | undefined
}

export interface OpenAction {
  readonly reference: string | null
  readonly hasPerson: boolean
  readonly dueOn: string | null
  readonly words: number
  /** Begins with a verb that is known here. */
  readonly verbFirst: boolean
}

export interface CopyOf {
  /** Null: one that the reader may not see. */
  readonly reference: string | null
  /** Of the later plan's words, in percent, those that stand in the earlier one in the same order. */
  readonly share: number
  readonly words: number
}

export interface ThreatFacts {
  readonly organisation: string
  readonly seen: boolean
  readonly reference: string | null
  /** Plans against it that are not closed, whoever may see them. */
  readonly plans: number
  /** Since when it is known as moderated. */
  readonly since: string | null
}

/** What was published in 2023 on the forces and the regional unit of the North West. */
export const northWest =
  'HMICFRS: An inspection of the north-west regional response to serious and organised crime, 10 November 2023'

/** Whether work goes on under a plan, or is to. */
export function isOpen({ status }: PlanFacts): boolean {
  return status !== 'Closed'
}
