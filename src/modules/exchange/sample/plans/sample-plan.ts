import type { FourP } from '#modules/plans'

/** A live or closed threat that an invented plan is written against. */
export interface SampleThreat {
  readonly reference: string
  readonly name: string
  readonly organisation: string
  readonly crimeCategory: string
  readonly closed: boolean
}

/** How good an invented plan is, and at what it is not. Days count from the day of loading: 7 is in a week, -7 a week ago. */
export interface PlanStory {
  /** Made for the threat; or by a text that other plans have too, of which this names one. */
  readonly text: 'tailored' | number
  readonly owner?: string
  readonly status: 'Draft' | 'Active' | 'Closed'
  /** When it became active. */
  readonly activeDay: number
  /** When its reviews were held, and who held them. */
  readonly reviewDays: readonly number[]
  readonly reviewer?: string
  /** Whether the investigation has a part in them. */
  readonly joined: boolean
  readonly nextReviewDay?: number
  readonly consulted: boolean
  readonly profile: 'used' | 'reason' | 'none'
  /** Without an aim; and whether that has a reason. */
  readonly emptyPs: readonly FourP[]
  readonly reasons: boolean
  readonly faults: readonly ActionFault[]
  readonly mix?: readonly [number, number, number, number]
  readonly learning: boolean
  /** Beside those that the text brings. */
  readonly extraActions?: readonly ExtraAction[]
  readonly handedTo?: string
}

/** An action that is told of by itself. */
export interface ExtraAction {
  readonly p: FourP
  readonly text: string
  readonly person: string
  /** A partner's; else the force's own. */
  readonly organisation?: string
  readonly tactic?: string
  readonly dueDay: number
  readonly doneDay?: number
  readonly outcome?: string
}

/** What is wrong with the first actions of a plan that are open, one each. */
export type ActionFault = 'overdue' | 'unclear' | 'no date' | 'no person' | 'due soon'

/** A plan in which an inspector would find nothing. */
export function goodStory(owner: string, activeDay: number, reviewDays: readonly number[], next: number): PlanStory {
  return {
    text: 'tailored',
    owner,
    reviewer: owner,
    status: 'Active',
    activeDay,
    reviewDays,
    joined: true,
    nextReviewDay: next,
    consulted: true,
    profile: 'used',
    emptyPs: [],
    reasons: true,
    faults: [],
    learning: true,
  }
}

/** An invented plan, as rows of import files and as what was done on it. */
export interface SamplePlan {
  readonly reference: string
  readonly rows: {
    readonly plans: readonly FileRow[]
    readonly aims: readonly FileRow[]
    readonly actions: readonly FileRow[]
  }
  readonly steps: readonly SampleStep[]
}

/** By the labels of the columns. */
export type FileRow = Readonly<Record<string, string>>

/** What somebody did on a plan, at an instant. */
export type SampleStep = { readonly plan: string; readonly by: string; readonly at: Date } & (
  | {
      readonly kind: 'review'
      readonly heldOn: string
      readonly byOwner: boolean
      readonly attended: string
      readonly changed: string
      readonly investigation: string | null
      readonly next: string | null
    }
  | { readonly kind: 'decision'; readonly decided: string; readonly rationale: string }
  | { readonly kind: 'consultation'; readonly on: string; readonly partner: string; readonly said: string }
  | { readonly kind: 'measurement'; readonly aim: string; readonly on: string; readonly value: number }
  | { readonly kind: 'hand-over'; readonly to: string; readonly says: string }
)
