import type { AssessmentModel, Tier } from './model.ts'
import type { Answers, Working } from './score-assessment.ts'
import type { Act, AssessmentKind, AssessmentState } from './steps.ts'

export interface Somebody {
  readonly name: string
  readonly email: string
}

/** One step of an assessment, with its content as it stood then. */
export interface Step {
  readonly number: number
  readonly at: Date
  readonly act: Act
  readonly state: AssessmentState
  readonly person: Somebody
  readonly organisation: string
  readonly reason: string | undefined
  /** What a moderator says of single dimensions, by key. */
  readonly notes: Readonly<Record<string, string>>
  readonly scores: Answers
  readonly working: Working
  readonly proposedTier: Tier | undefined
  /** Why the proposed tier is not the suggested one. */
  readonly departure: string | undefined
}

/** An assessment of a threat as it is known at a moment: how its last step up to then left it. */
export interface Assessment {
  readonly id: string
  readonly reference: string
  readonly threat: string
  readonly model: AssessmentModel
  readonly assessorId: number
  readonly assessor: Somebody
  readonly organisationId: number
  readonly organisation: string
  /** Of the threat, today. */
  readonly ownerId: number
  readonly kind: AssessmentKind
  /** The reference of the assessment that this is a blind second scoring of. */
  readonly secondTo: string | undefined
  readonly begunAt: Date
  /** The last step that the reader may see. */
  readonly latest: Step
  /** Steps in all; a form says it, and a step that was taken since shows. */
  readonly steps: number
}

/** Whether it is still under way. A second scoring ends when it is submitted. */
export function isOpen({ kind, latest }: Assessment): boolean {
  if (kind === 'second') return latest.state === 'Draft'
  return latest.state === 'Draft' || latest.state === 'Submitted' || latest.state === 'Returned'
}

/** The address of an assessment's page, or of one beneath it. */
export function assessmentHref(reference: string, part = ''): string {
  return `/assessments/${encodeURIComponent(reference)}${part}`
}
