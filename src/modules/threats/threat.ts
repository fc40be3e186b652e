import { declareRecord } from '#platform/record'

export const threatTypes = ['Organised crime group', 'Priority individual', 'Vulnerability'] as const
export const moderationStatuses = ['Draft', 'Submitted', 'Returned', 'Moderated'] as const
export const tiers = ['Tier 1', 'Tier 2', 'Tier 3', 'Tier 4', 'Tier 5'] as const

/** Local default: the published report names no list of phases, only that some contain the word "closed". */
export const usualPhases = ['Developing', 'Active', 'Monitoring', 'Archived (closed)', 'Closed - dismantled'] as const

/** Crime types as government publications on serious and organised crime name them. */
export const crimeCategories = [
  'Child sexual abuse',
  'Modern slavery and human trafficking',
  'Organised immigration crime',
  'Drugs',
  'Firearms',
  'Organised acquisitive crime',
  'Cyber',
  'Fraud',
  'Money laundering',
  'Bribery and corruption',
] as const

/**
 * An entry on the SOC master list. Its fields are the columns that inspectors filter on (HMICFRS, North West regional
 * response to serious and organised crime, 2023, appendix 2).
 */
export const threat = declareRecord({
  register: 'threats',
  noun: 'threat',
  plural: 'threats',
  table: 'threats.threat',
  ownerField: 'owner',
  titleField: 'name',
  order: { by: 'reference' },
  fields: {
    reference: { label: 'Reference', kind: 'reference', column: 'reference', max: 100, listed: true, sortable: true },
    name: {
      label: 'Name',
      kind: 'text',
      column: 'name',
      max: 200,
      personal: true,
      filter: 'contains',
      listed: true,
      sortable: true,
    },
    owner: { label: 'Owner', kind: 'organisation', column: 'owner_id', filter: 'one-of', listed: true, sortable: true },
    threatType: {
      label: 'Threat type',
      kind: 'choice',
      column: 'threat_type',
      options: threatTypes,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    crimeCategory: {
      label: 'Crime category',
      kind: 'listed',
      column: 'crime_category',
      options: crimeCategories,
      max: 200,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    tier: {
      label: 'Tier',
      kind: 'choice',
      column: 'tier',
      options: tiers,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    phase: {
      label: 'Phase',
      kind: 'listed',
      column: 'phase',
      options: usualPhases,
      max: 200,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    moderationStatus: {
      label: 'Moderation status',
      kind: 'choice',
      column: 'moderation_status',
      options: moderationStatuses,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    type: { label: 'Type', kind: 'choice', column: 'type', options: ['Tactical', 'Thematic'], filter: 'one-of' },
    soc: { label: 'SOC', kind: 'choice', column: 'soc', options: ['SOC', 'Non-SOC'], filter: 'one-of' },
    leadResponsibleOfficer: {
      label: 'Lead responsible officer',
      kind: 'email',
      column: 'lead_responsible_officer',
      max: 200,
      optional: true,
      filter: 'equals',
    },
  },
})
