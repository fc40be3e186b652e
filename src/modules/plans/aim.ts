import { declareRecord } from '#platform/record'
import { fourPMeanings, fourPs } from './four-ps.ts'

/** What the disruptions against a plan count towards an aim's measure. 'Stated by hand' is measured by people. */
export const measures = [
  'Stated by hand',
  'Disruptions',
  'Arrests',
  'Charges',
  'Cash seized',
  'People safeguarded',
  'Referrals',
] as const
export type Measure = (typeof measures)[number]

/** What a plan is to achieve under one P: with a measure, where it began, where it is to be, and by when. */
export const aim = declareRecord({
  register: 'plan-aims',
  noun: 'aim',
  plural: 'aims',
  table: 'plans.aim',
  referenceMark: 'M',
  ownerField: 'planOrganisation',
  titleField: 'text',
  order: { by: 'reference' },
  within: { register: 'plans', noun: 'plan', table: 'plans.plan', field: 'plan' },
  fields: {
    reference: { label: 'Reference', kind: 'reference', column: 'reference', max: 100, listed: true, sortable: true },
    plan: { label: 'Plan', kind: 'link', column: 'plan_reference', max: 100, filter: 'equals', listed: true },
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
      question: 'What is to be achieved?',
      hint: '“Fewer young people are recruited from the two schools nearest the line”',
      kind: 'text',
      column: 'says',
      max: 1000,
      personal: true,
      filter: 'contains',
      listed: true,
    },
    measure: {
      label: 'Measure',
      question: 'How will you know?',
      hint: 'What is counted or observed: “Children referred to the gang team in a quarter”',
      kind: 'text',
      column: 'measure',
      max: 500,
      optional: true,
      listed: true,
    },
    measuredBy: {
      label: 'Measured by',
      hint: 'What disruptions against the plan add to it by themselves; or people state it',
      kind: 'choice',
      column: 'measured_by',
      options: measures,
      optional: true,
    },
    baseline: {
      label: 'Baseline',
      hint: 'Where it began. A number, where it can be one',
      kind: 'text',
      column: 'baseline',
      max: 200,
      optional: true,
    },
    target: {
      label: 'Target',
      hint: 'Where it is to be. A number, where it can be one',
      kind: 'text',
      column: 'target',
      max: 200,
      optional: true,
      listed: true,
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
    planOrganisation: {
      label: 'Plan’s organisation',
      kind: 'organisation',
      column: 'owner_id',
      filter: 'one-of',
      sortable: true,
    },
  },
})
