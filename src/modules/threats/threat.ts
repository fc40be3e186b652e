import { declareRecord } from '#platform/record'

export const threatTypes = ['Organised crime group', 'Priority individual', 'Vulnerability'] as const
export const moderationStatuses = ['Draft', 'Submitted', 'Returned', 'Moderated'] as const
export const tiers = ['Tier 1', 'Tier 2', 'Tier 3', 'Tier 4', 'Tier 5'] as const

/**
 * What each type is, with examples: a force recorded no vulnerability for a year because its people were unsure of the types
 * (HMICFRS, North West regional response to serious and organised crime, 2023, Cheshire).
 */
export const threatTypeMeanings: Readonly<Record<(typeof threatTypes)[number], string>> = {
  'Organised crime group':
    'People who commit serious crime together and keep doing so. For example, a group that imports and sells drugs, or steals vehicles to order',
  'Priority individual':
    'One person whose harm is reason enough to work on them, with a group or without. For example, someone who supplies several groups with firearms, or goes on running crime from prison',
  Vulnerability:
    'What organised crime uses, rather than who: a line, a place, a trade, people who are exploited. For example, a county line, a cuckooed address, a car wash with forced labour, children groomed at a park',
}

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
    reference: {
      label: 'Reference',
      kind: 'reference',
      column: 'reference',
      max: 100,
      listed: true,
      sortable: 'in an index',
    },
    name: {
      label: 'Name',
      question: 'What is it called?',
      hint: 'The name it is known by where you work. For example, the name of a line, a group or an operation',
      kind: 'text',
      column: 'name',
      max: 200,
      personal: true,
      filter: 'contains',
      indexedByParts: true,
      listed: true,
      sortable: 'in an index',
    },
    owner: {
      label: 'Owner',
      hint: 'The organisation that assesses it',
      kind: 'organisation',
      column: 'owner_id',
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    threatType: {
      label: 'Threat type',
      kind: 'choice',
      column: 'threat_type',
      options: threatTypes,
      optionHints: threatTypeMeanings,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    crimeCategory: {
      label: 'Crime category',
      kind: 'listed',
      column: 'crime_category',
      options: crimeCategories,
      list: 'crime-categories',
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
      byStepsOnly: true,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    phase: {
      label: 'Phase',
      kind: 'listed',
      column: 'phase',
      options: usualPhases,
      list: 'phases',
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
      byStepsOnly: true,
      filter: 'one-of',
      listed: true,
      sortable: true,
    },
    type: {
      label: 'Type',
      kind: 'choice',
      column: 'type',
      options: ['Tactical', 'Thematic'],
      optionHints: {
        Tactical: 'A group, a person or a vulnerability that can be worked on: nearly always this one',
        Thematic: 'A kind of crime as a whole, assessed for a strategy',
      },
      filter: 'one-of',
    },
    soc: {
      label: 'SOC',
      question: 'Is it serious and organised crime?',
      kind: 'choice',
      column: 'soc',
      options: ['SOC', 'Non-SOC'],
      optionHints: {
        SOC: 'Serious and organised crime: it counts on the master list',
        'Non-SOC': 'Kept here so that it is not lost, and counted in no figure of serious and organised crime',
      },
      filter: 'one-of',
    },
    leadResponsibleOfficer: {
      label: 'Lead responsible officer',
      hint: 'The email address of who designs and runs the plan against it. They need not use Fourfold',
      kind: 'email',
      column: 'lead_responsible_officer',
      max: 200,
      optional: true,
      filter: 'equals',
    },
  },
})
