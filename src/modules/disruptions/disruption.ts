import { declareRecord, type RecordValues } from '#platform/record'

export const fourPs = ['Pursue', 'Prevent', 'Protect', 'Prepare'] as const
export type FourP = (typeof fourPs)[number]

export const assessmentCategories = ['Major', 'Moderate', 'Minor', 'Not assessed', 'No disruption'] as const
export const disruptionTypes = ['Lead Disruption', 'Support Disruption'] as const

/**
 * An event after which a threat cannot operate at its usual level, as one organisation recorded its side of it. Three moments
 * are kept apart: the day of the event, when it was recorded, and when this database took it.
 */
export const disruption = declareRecord({
  register: 'disruptions',
  noun: 'disruption',
  plural: 'disruptions',
  table: 'disruptions.disruption',
  ownerField: 'leadOrganisation',
  titleField: 'title',
  order: { by: 'recordDate', descending: true },
  fields: {
    reference: { label: 'Reference', kind: 'reference', column: 'reference', max: 100, listed: true, sortable: true },
    recordDate: {
      label: 'Record date',
      kind: 'day',
      column: 'record_date',
      filter: 'days',
      listed: true,
      sortable: true,
    },
    title: {
      label: 'Title',
      kind: 'text',
      column: 'title',
      max: 200,
      personal: true,
      filter: 'contains',
      listed: true,
      sortable: true,
    },
    fourP: {
      label: '4P',
      kind: 'choice',
      column: 'four_p',
      options: fourPs,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    assessmentCategory: {
      label: 'Assessment category',
      kind: 'choice',
      column: 'assessment_category',
      options: assessmentCategories,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    disruptionType: {
      label: 'Disruption type',
      kind: 'choice',
      column: 'disruption_type',
      options: disruptionTypes,
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
    },
  },
  rules: [
    { field: 'recordDate', problem: recordDateAfterRecordedAt },
    { field: 'supportedOrganisation', problem: supportedOnALead },
  ],
})

type Values = RecordValues

/** The event cannot be later than the day it was recorded. Days are UTC days here, as published extractions take them. */
function recordDateAfterRecordedAt(values: Values, recordedAt: Date): string | undefined {
  const day = recordedAt.toISOString().slice(0, 10)
  if (String(values['recordDate']) <= day) return undefined
  return `${values['recordDate']} is after the day it was recorded, ${day}. Enter the day of the event.`
}

function supportedOnALead(values: Values): string | undefined {
  if (values['disruptionType'] !== 'Lead Disruption' || values['supportedOrganisation'] === null) return undefined
  return 'A lead disruption supports nobody. Leave it empty, or make it a support disruption.'
}
