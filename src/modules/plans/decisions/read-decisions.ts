import { type DraftFields, textOf } from '#platform/drafts'
import { isBlank } from '#platform/files'
import type { FieldProblem } from '#platform/record'
import { readerOf, type ReadOutcome, type Stated } from '../steps/read-answers.ts'
import { longestText } from '../steps/step-text.tsx'

/** A decision as it is stated. */
export interface StatedDecision {
  readonly decided: string
  readonly rationale: string
  /** The number of the decision whose place it takes. */
  readonly supersedes?: number | undefined
}

/** Reads one decision: both what was decided and why. */
export function readDecision(stated: Stated): ReadOutcome<StatedDecision> {
  const reader = readerOf(stated)
  const decided = reader.text('decided', {
    label: 'What was decided',
    max: longestText,
    missing: 'Enter what was decided',
  })
  const rationale = reader.text('rationale', { label: 'Why', max: longestText, missing: 'Enter why it was decided' })
  const supersedes = stated['supersedes'] ?? ''
  if (supersedes !== '' && !/^[1-9]\d{0,8}$/.test(supersedes)) {
    reader.problem('supersedes', 'Send the number of a decision on this plan')
  }
  if (reader.problems.length > 0) return { problems: reader.problems }
  return { answers: { decided, rationale, ...(supersedes === '' ? {} : { supersedes: Number(supersedes) }) } }
}

/** At most so many decisions are taken down with one review. */
export const mostDecisions = 20

/** How many pairs of questions the form of a review shows: those that were filled in, and one more where it was asked for. */
export function decisionPlaces(fields: DraftFields): number {
  const places = Array.from({ length: mostDecisions }, (_, index) => index + 1)
  const filled = places.filter(
    place => !isBlank(textOf(fields, `decided-${place}`) + textOf(fields, `rationale-${place}`)),
  )
  const last = filled.at(-1) ?? 0
  return Math.min(mostDecisions, Math.max(1, textOf(fields, '_add') === 'decision' ? last + 1 : last))
}

/** Reads the decisions of a review as they were stated in their places; an empty place is none. */
export function readDecisions(
  stated: readonly Stated[],
  nameOf: (name: string, place: number) => string,
): { readonly decisions: readonly StatedDecision[]; readonly problems: readonly FieldProblem[] } {
  const decisions: StatedDecision[] = []
  const problems: FieldProblem[] = []
  stated.forEach((one, index) => {
    if (isBlank(Object.values(one).join(''))) return
    const read = readDecision(one)
    if ('answers' in read) decisions.push(read.answers)
    else problems.push(...read.problems.map(({ field, problem }) => ({ field: nameOf(field, index), problem })))
  })
  return { decisions, problems }
}

/** The decisions of a form, by its places. */
export function decisionsIn(fields: DraftFields): readonly Stated[] {
  return Array.from({ length: mostDecisions }, (_, index) => ({
    decided: textOf(fields, `decided-${index + 1}`),
    rationale: textOf(fields, `rationale-${index + 1}`),
  }))
}
