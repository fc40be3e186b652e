import { fourPMeanings, fourPs } from '#modules/plans'
import { londonToday } from '#platform/clock'
import { declareRecord, type RecordValues } from '#platform/record'
import { results } from './results.ts'

export { type FourP, fourPMeanings, fourPs } from '#modules/plans'

export const assessmentCategories = ['Major', 'Moderate', 'Minor', 'Not assessed', 'No disruption'] as const
export const disruptionTypes = ['Lead Disruption', 'Support Disruption'] as const

/** Local default: a disruption is graded on severity and longevity; what the grades mean in words is no public text. */
export const categoryMeanings: Readonly<Record<(typeof assessmentCategories)[number], string>> = {
  Major: 'Significant or long-term effect. For example, the people who ran it are in custody, or it has stopped',
  Moderate:
    'Noticeable or medium-term effect. For example, it lost money, goods or people and needs weeks to replace them',
  Minor: 'Small or short-term effect. For example, it was put off for some days, or had to change its ways a little',
  'Not assessed': 'It is too early to say. Change it when the effect is known',
  'No disruption': 'Looked at, and it had no effect on the threat',
}

/**
 * An event after which a threat cannot operate at its usual level, as one organisation recorded its side of it. Three moments
 * are kept apart: the day of the event, when it was recorded, and when this database took it.
 */
export const disruption = declareRecord({
  register: 'disruptions',
  noun: 'disruption',
  plural: 'disruptions',
  table: 'disruptions.disruption',
  referenceMark: 'D',
  ownerField: 'leadOrganisation',
  titleField: 'title',
  order: { by: 'recordDate', descending: true },
  tellsFirstRecorded: true,
  fields: {
    reference: { label: 'Reference', kind: 'reference', column: 'reference', max: 100, listed: true, sortable: true },
    recordDate: {
      label: 'Record date',
      question: 'When did it happen?',
      kind: 'day',
      notAfterRecorded: true,
      column: 'record_date',
      filter: 'days',
      listed: true,
      sortable: 'in an index',
    },
    title: {
      label: 'Title',
      question: 'What happened?',
      hint: 'In a line, without names: “Warrant at two addresses, cash and phones seized”',
      kind: 'text',
      column: 'title',
      max: 200,
      personal: true,
      filter: 'contains',
      indexedByParts: true,
      listed: true,
      sortable: 'in an index',
    },
    fourP: {
      label: '4P',
      kind: 'choice',
      column: 'four_p',
      options: fourPs,
      optionHints: fourPMeanings,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    assessmentCategory: {
      label: 'Assessment category',
      kind: 'choice',
      column: 'assessment_category',
      options: assessmentCategories,
      optionHints: categoryMeanings,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    disruptionType: {
      label: 'Disruption type',
      kind: 'choice',
      column: 'disruption_type',
      options: disruptionTypes,
      optionHints: {
        'Lead Disruption': 'Your organisation led it',
        'Support Disruption': 'Your organisation supported another, which led it',
      },
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    leadOrganisation: {
      label: 'Lead organisation',
      kind: 'organisation',
      column: 'owner_id',
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    supportedOrganisation: {
      label: 'Supported organisation',
      kind: 'organisation',
      column: 'supported_organisation_id',
      optional: true,
      filter: 'one-of',
      hint: 'On a support disruption alone: the organisation that led it',
    },
    threatReference: {
      label: 'Threat reference',
      kind: 'link',
      column: 'threat_reference',
      max: 100,
      filter: 'equals',
      listed: true,
      sortable: true,
    },
    arrests: { label: 'Arrests', kind: 'count', column: 'arrests', otherwise: '0' },
    cashSeizedPence: { label: 'Cash seized (GBP)', kind: 'money', column: 'cash_seized_pence', otherwise: '0' },
    eventReference: {
      label: 'Event reference',
      kind: 'link',
      column: 'event_reference',
      max: 100,
      optional: true,
      filter: 'equals',
      hint: 'On a support disruption alone: the reference of the lead’s record of the same event',
    },
    tactic: {
      label: 'Tactic',
      kind: 'listed',
      column: 'tactic',
      list: 'tactics',
      max: 200,
      optional: true,
      filter: 'one-of',
    },
    details: {
      label: 'Details',
      kind: 'text',
      column: 'details',
      max: 4000,
      personal: true,
      optional: true,
      hint: 'What others need to know who were not there. It is seen by whoever may see the record',
    },
    ...results,
    planAction: {
      label: 'Plan action',
      kind: 'link',
      column: 'plan_action_reference',
      max: 100,
      optional: true,
      filter: 'equals',
      hint: 'The action of a 4P plan that it came from',
    },
    aim: {
      label: 'Plan aim',
      kind: 'link',
      column: 'aim_reference',
      max: 100,
      optional: true,
      filter: 'equals',
      hint: 'The aim of a 4P plan that it serves; where the action has one, that one',
    },
  },
  rules: [
    { field: 'recordDate', problem: recordDateAfterRecordedAt },
    { field: 'supportedOrganisation', problem: supportedOnALead },
  ],
})

type Values = RecordValues

/**
 * The event cannot be later than the day it was recorded, by the clock on the wall where it happened: someone who records at
 * half past midnight in June what happened at a quarter past is believed.
 */
function recordDateAfterRecordedAt(values: Values, recordedAt: Date): string | undefined {
  const day = londonToday(recordedAt)
  if (String(values['recordDate']) <= day) return undefined
  return `${values['recordDate']} is after the day it was recorded, ${day}. Enter the day of the event.`
}

/** What is wrong with a lead disruption that supports someone; undefined when nothing is. */
export function supportedOnALead(values: Values): string | undefined {
  if (values['disruptionType'] !== 'Lead Disruption' || values['supportedOrganisation'] === null) return undefined
  return 'A lead disruption supports nobody. Leave it empty, or make it a support disruption.'
}
