import type { FieldProblem } from '#platform/record'
import type { StatedDecision } from '../decisions/read-decisions.ts'
import { readerOf, type ReadOutcome, type Stated } from '../steps/read-answers.ts'
import { longestText } from '../steps/step-text.tsx'

/** A review as it is stated. */
export interface StatedReview {
  /** 'YYYY-MM-DD'. */
  readonly heldOn: string
  readonly attended: string
  readonly changed: string
  /** The part that the senior investigating officer took; none where the investigation stood apart. */
  readonly investigation: string | undefined
  /** The day of the next one; undefined leaves the plan's as it stands. */
  readonly nextReviewOn: string | undefined
  readonly decisions: readonly StatedDecision[]
}

/** The names of its texts. */
export const reviewTexts = ['attended', 'changed', 'investigation'] as const
export const reviewDays = ['heldOn', 'nextReviewOn'] as const

interface Standing {
  /** 'YYYY-MM-DD', in London. */
  readonly today: string
  /** What the plan says now. */
  readonly nextReviewOn: string | null
}

/** Reads a review, with the decisions that were read beside it. A day that has passed is no next review. */
export function readReview(
  stated: Stated,
  read: { readonly decisions: readonly StatedDecision[]; readonly problems: readonly FieldProblem[] },
  { today, nextReviewOn: standing }: Standing,
): ReadOutcome<StatedReview> {
  const reader = readerOf(stated)
  const heldOn = reader.dayThatCame('heldOn', {
    label: 'The day it was held',
    missing: 'Enter the day it was held',
    today,
  })
  const attended = reader.text('attended', { label: 'Who attended', max: longestText, missing: 'Enter who attended' })
  const changed = reader.text('changed', {
    label: 'What changed',
    max: longestText,
    missing: 'Enter what changed, if only that nothing did',
  })
  const investigation = reader.optionalText('investigation', { label: 'The investigation’s part', max: longestText })
  const nextReviewOn = reader.day('nextReviewOn', 'The day of the next review')
  if (nextReviewOn !== undefined && nextReviewOn <= today) {
    reader.problem('nextReviewOn', 'The day of the next review must be after today')
  }
  if ((stated['nextReviewOn'] ?? '').trim() === '' && (standing === null || standing <= today)) {
    reader.problem('nextReviewOn', 'Enter the day of the next review')
  }
  const problems = [...reader.problems, ...read.problems]
  if (problems.length > 0 || heldOn === undefined) return { problems }
  return { answers: { heldOn, attended, changed, investigation, nextReviewOn, decisions: read.decisions } }
}
