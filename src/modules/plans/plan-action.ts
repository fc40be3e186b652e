import { declareRecord, type RecordValues } from '#platform/record'
import { fourPMeanings, fourPs } from './four-ps.ts'

export const actionStatuses = ['Open', 'Done', 'Dropped'] as const
export type ActionStatus = (typeof actionStatuses)[number]

/** What is done under a plan: by a person and an organisation, by a day, for an aim. */
export const planAction = declareRecord({
  register: 'plan-actions',
  noun: 'action',
  plural: 'actions',
  table: 'plans.action',
  referenceMark: 'A',
  ownerField: 'planOrganisation',
  titleField: 'text',
  order: { by: 'dueOn' },
  within: { register: 'plans', noun: 'plan', table: 'plans.plan', field: 'plan' },
  fields: {
    reference: { label: 'Reference', kind: 'reference', column: 'reference', max: 100, listed: true, sortable: true },
    plan: { label: 'Plan', kind: 'link', column: 'plan_reference', max: 100, filter: 'equals', listed: true },
    aim: {
      label: 'Aim',
      question: 'For which aim?',
      kind: 'link',
      column: 'aim_reference',
      max: 100,
      optional: true,
      filter: 'equals',
    },
    p: {
      label: 'P',
      kind: 'choice',
      column: 'four_p',
      options: fourPs,
      optionHints: fourPMeanings,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    text: {
      label: 'Text',
      question: 'What will be done?',
      hint: 'Start with a verb, and say enough that another could do it: “Visit the two letting agents with the council and check whom they let to”',
      kind: 'text',
      column: 'says',
      max: 1000,
      personal: true,
      filter: 'contains',
      indexedByParts: true,
      listed: true,
    },
    tactic: {
      label: 'Tactic',
      kind: 'listed',
      column: 'tactic',
      list: 'tactics',
      max: 200,
      optional: true,
      shownWhenStated: true,
      filter: 'one-of',
    },
    person: {
      label: 'Person',
      question: 'Who does it?',
      hint: 'Their email address. A partner’s too',
      kind: 'email',
      column: 'person_email',
      optional: true,
      personal: true,
      filter: 'equals',
      listed: true,
      sortable: true,
    },
    organisation: {
      label: 'Organisation',
      question: 'Of which organisation?',
      kind: 'organisation',
      column: 'organisation_id',
      optional: true,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    dueOn: {
      label: 'Due on',
      question: 'By when?',
      kind: 'day',
      column: 'due_on',
      optional: true,
      filter: 'days',
      listed: true,
      sortable: true,
    },
    status: {
      label: 'Status',
      kind: 'choice',
      column: 'status',
      options: actionStatuses,
      otherwise: 'Open',
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    doneOn: {
      label: 'Done on',
      hint: 'The day it was done or dropped',
      kind: 'day',
      column: 'done_on',
      optional: true,
      shownWhenStated: true,
      filter: 'days',
    },
    outcome: {
      label: 'Outcome',
      hint: 'What came of it; or why it was dropped',
      kind: 'text',
      column: 'outcome',
      max: 4000,
      optional: true,
      shownWhenStated: true,
      personal: true,
    },
    planOrganisation: {
      label: 'Plan’s organisation',
      kind: 'organisation',
      column: 'owner_id',
      filter: 'one-of',
      sortable: true,
    },
  },
  rules: [{ field: 'outcome', problem: endedWithoutOutcome }],
})

/** What is wrong with an action that ended without saying how; undefined when nothing is. */
function endedWithoutOutcome(values: RecordValues): string | undefined {
  if (values['outcome'] !== null || values['status'] === 'Open') return undefined
  return values['status'] === 'Done'
    ? 'Enter what came of it, if only that nothing did'
    : 'Enter why the action was dropped'
}
