/** The states of an assessment. */
export const states = ['Draft', 'Submitted', 'Returned', 'Moderated', 'Withdrawn'] as const
export type AssessmentState = (typeof states)[number]

/** What can be done with it. */
export const acts = ['save', 'submit', 'take back', 'return', 'moderate', 'withdraw'] as const
export type Act = (typeof acts)[number]

/**
 * Who somebody is to an assessment. The assessor's organisation is that of today, a successor being the same; the threat's owner
 * of today counts with it, so that an assessment under way can be gone on with when the threat is handed over.
 */
export const standings = ['assessor', 'colleague', 'moderator of the same', 'moderator', 'anyone else'] as const
export type Standing = (typeof standings)[number]

/** A first assessment goes through moderation; a blind second scoring ends when it is submitted. */
export type AssessmentKind = 'first' | 'second'

type Steps = Partial<Readonly<Record<AssessmentState, Partial<Readonly<Record<Act, AssessmentState>>>>>>

const ofTheAssessorsSide: Steps = {
  Draft: { save: 'Draft', submit: 'Submitted', withdraw: 'Withdrawn' },
  Submitted: { 'take back': 'Draft', withdraw: 'Withdrawn' },
  Returned: { save: 'Returned', submit: 'Submitted', withdraw: 'Withdrawn' },
}
const ofAModeratorElsewhere: Steps = { Submitted: { return: 'Returned', moderate: 'Moderated' } }
const none: Steps = {}

/**
 * Which state each step leads to, and by whom it may be taken: the one table of it. What is not in it is refused. Moderated by
 * someone of another organisation than the assessor's; a moderated assessment never changes. (The database holds the same in
 * threats.state_after, and a test goes through both.)
 */
const steps: Readonly<Record<AssessmentKind, Readonly<Record<Standing, Steps>>>> = {
  first: {
    assessor: ofTheAssessorsSide,
    colleague: ofTheAssessorsSide,
    'moderator of the same': ofTheAssessorsSide,
    moderator: ofAModeratorElsewhere,
    'anyone else': none,
  },
  second: {
    assessor: { Draft: { save: 'Draft', submit: 'Submitted', withdraw: 'Withdrawn' } },
    colleague: none,
    'moderator of the same': none,
    moderator: none,
    'anyone else': none,
  },
}

/** The state that an act leads to; undefined when somebody of this standing may not do it in this state. */
export function stateAfter(
  kind: AssessmentKind,
  state: AssessmentState,
  act: Act,
  standing: Standing,
): AssessmentState | undefined {
  return steps[kind][standing][state]?.[act]
}

/** All that somebody of this standing may do in this state. */
export function actsIn(kind: AssessmentKind, state: AssessmentState, standing: Standing): readonly Act[] {
  return acts.filter(act => stateAfter(kind, state, act, standing) !== undefined)
}
